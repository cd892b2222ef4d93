// The end of a client connection for a defect: by a cut, or where the defect comes in its way again, part by part.
using Shouldly;
using Weir.Configuration;
using Weir.Proxy.Clients;
using Weir.Proxy.Events;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Tests.Proxy.Sessions;
using Xunit;

namespace Weir.Tests.Proxy.Clients;

public sealed class SessionDefectTests
{
    [Fact]
    public void A_request_under_way_fails_for_it_and_its_client_is_reset()
    {
        Http1Rig rig = new Http1Rig().Send();
        SessionDefect.End(rig.Connection);
        rig.Client.Calls.Count(c => c == "reset").ShouldBe(1);
        rig.Backend.Calls[^1].ShouldBe("reset");
        rig.Closed.ShouldEndWith(" internal_error");
        FailureRecord record = rig.Test.Events.Failures.ShouldHaveSingleItem();
        record.Code.ShouldBe("internal_error");
        record.Detail.ShouldBe("a defect of Weir: its log has the details");
        Failures(rig.Test.Cluster.Counters).ShouldBe(1);
        Failures(rig.Test.Counters.NoCluster).ShouldBe(0);
        rig.CheckAllIsBack();
    }

    [Fact]
    public void Between_two_requests_no_clusters_work_fails()
    {
        var rig = new Http1Rig();
        SessionDefect.End(rig.Connection);
        Failures(rig.Test.Counters.NoCluster).ShouldBe(1);
        Failures(rig.Test.Cluster.Counters).ShouldBe(0);
        rig.LastCall.ShouldBe("reset");
        rig.Closed.ShouldEndWith(" internal_error");
        rig.CheckAllIsBack();
    }

    [Fact]
    public void What_has_ended_is_left_alone()
    {
        Http1Rig rig = new Http1Rig().ClientEnds();
        SessionDefect.End(rig.Connection);
        Failures(rig.Test.Counters.NoCluster).ShouldBe(0);
        rig.Client.Calls.ShouldNotContain("reset");
        rig.CheckAllIsBack();
    }

    [Fact]
    public void A_tcp_session_ends_by_a_cut_too()
    {
        TcpSessionRig rig = new TcpSessionRig().Start();
        rig.Test.Connect();
        SessionDefect.End(rig.Session);
        rig.Client.Calls[^1].ShouldBe("reset");
        rig.Test.LastConnect.Calls[^1].ShouldBe("reset");
        rig.Closed.ShouldEndWith(" internal_error");
        Failures(rig.Test.Cluster.Counters).ShouldBe(1);
        CheckCounts(rig);
    }

    [Fact]
    public void A_cut_that_fails_before_the_reset_still_ends_the_client_and_gives_back_the_place()
    {
        Http1Rig rig = new Http1Rig().Send();
        rig.Test.Members.Backends[0].InUse.ShouldBe(1);
        Spoil(rig, ReturnedBlock(rig.Test));
        Should.Throw<InvalidOperationException>(() => SessionDefect.End(rig.Connection));
        rig.Client.Calls[^1].ShouldBe("reset");
        rig.Backend.Calls[^1].ShouldBe("reset");
        rig.Test.Members.Backends[0].InUse.ShouldBe(0);
        rig.Ended.ShouldBe([rig.Connection]);
        rig.Connection.HasEnded.ShouldBeTrue();
        rig.Closed.ShouldEndWith(" internal_error");
        rig.Counts.Active.ShouldBe(0);
        rig.Test.Counters.ActiveConnections.ShouldBe(0);
        rig.Test.Deadlines.Get(0).ShouldBe(0);
    }

    [Fact]
    public void The_request_goes_back_though_the_cut_fails()
    {
        var rig = new Http1Rig();
        Receive(rig); // it waits for the backend
        rig.RentedBlocks.ShouldBe(1);
        Spoil(rig, ReturnedBlock(rig.Test));
        Should.Throw<InvalidOperationException>(() => SessionDefect.End(rig.Connection));
        rig.RentedBlocks.ShouldBe(0);
        rig.Connection.HasEnded.ShouldBeTrue();
    }

    [Fact]
    public void A_cut_that_fails_behind_the_reset_goes_on_with_the_place()
    {
        TcpSessionRig rig = new TcpSessionRig().Start();
        rig.Test.Services.Blocks.Return(rig.Receive(5)); // the session has it as well
        rig.PlacesHeld.ShouldBe(1);
        Should.Throw<InvalidOperationException>(() => SessionDefect.End(rig.Session));
        rig.Test.LastConnect.Calls[^1].ShouldBe("reset");
        rig.RentedBlocks.ShouldBe(0);
        rig.Closed.ShouldEndWith(" internal_error");
        Failures(rig.Test.Cluster.Counters).ShouldBe(1);
        CheckCounts(rig);
    }

    [Fact]
    public void A_turn_in_the_queue_ends_though_the_cut_fails()
    {
        var rig = new TcpSessionRig(c => c with { MaxConnections = 1 }, backends: 1);
        rig.Test.Members.Backends[0].TryReserve().ShouldBeTrue();
        rig.Start();
        rig.Test.Members.State.WaitingCount.ShouldBe(1);
        rig.Test.Services.Blocks.Return(rig.Receive(5));
        Should.Throw<InvalidOperationException>(() => SessionDefect.End(rig.Session));
        rig.Test.Members.State.WaitingCount.ShouldBe(0);
        rig.Test.Cluster.Queue.OrderlyCount.ShouldBe(0);
        rig.Session.HasEnded.ShouldBeTrue();
        rig.Ended.ShouldBe([rig.Session]);
    }

    [Fact]
    public void Even_where_the_request_does_not_come_back_the_connection_ends()
    {
        var rig = new Http1Rig();
        Block request = Receive(rig);
        rig.Test.Services.Blocks.Return(request);
        Spoil(rig, request);
        Should.Throw<InvalidOperationException>(() => SessionDefect.End(rig.Connection));
        rig.LastCall.ShouldBe("reset");
        rig.Test.Members.Backends[0].InUse.ShouldBe(0);
        rig.Ended.ShouldBe([rig.Connection]);
        rig.Closed.ShouldEndWith(" internal_error");
    }

    private static long Failures(ClusterCounters counters) =>
        counters.Failures[(int)FailureCode.InternalError];

    private static Block Receive(Http1Rig rig)
    {
        Block request = rig.Fill(Http1Rig.Get);
        rig.Client.EndReceive();
        rig.Connection.OnReceived(
            rig.Client,
            request,
            Limits.BlockHeadroomBytes,
            Http1Rig.Get.Length,
            IoStatus.Ok
        );
        return request;
    }

    private static Block ReturnedBlock(TestServices test)
    {
        test.Services.Blocks.TryRent(out Block? block).ShouldBeTrue();
        test.Services.Blocks.Return(block.ShouldNotBeNull());
        return block;
    }

    // The backend's connection cannot be discarded without a second defect.
    private static void Spoil(Http1Rig rig, Block returned) =>
        rig.Connection.HeldClaim.ShouldNotBeNull().Connection.ShouldNotBeNull().EarlyBlock =
            returned;

    private static void CheckCounts(TcpSessionRig rig)
    {
        rig.Session.HasEnded.ShouldBeTrue();
        rig.Ended.ShouldBe([rig.Session]);
        rig.PlacesHeld.ShouldBe(0);
        rig.Test.Counters.ActiveConnections.ShouldBe(0);
        rig.Binding.Snapshot.State.Active.ShouldBe(0);
    }
}
