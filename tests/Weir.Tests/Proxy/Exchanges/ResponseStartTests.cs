// The heads of a response on their way: which ones pass, what is added to them, and what is refused.
using Shouldly;
using Weir.Protocol.Http.Fields;
using Weir.Proxy.Bodies;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;
using Xunit;

namespace Weir.Tests.Proxy.Exchanges;

public sealed class ResponseStartTests
{
    private const string NotHttp = "the backend did not speak HTTP: ";

    [Fact]
    public void Interim_heads_pass_as_they_are_one_after_the_other()
    {
        ExchangeRig rig = Await();
        rig.Test.Services.Edits.Add(FieldName.Via, "stale"u8);
        rig.Backend.Heads.Enqueue((ResponseRead.Interim, 100));
        rig.Head(103, ResponseRead.Interim);
        rig.Client.Calls[^1].ShouldBe("head 100+0");
        rig.Client.WrittenEdits.ShouldBe("");
        rig.Exchange.OnResponse(); // the client has not taken the first one yet
        rig.Client.Calls[^1].ShouldBe("head 100+0");
        rig.Taken();
        rig.Client.Calls[^1].ShouldBe("head 103+0");
        (rig.Exchange.At, rig.Facts.Response.HasBegun).ShouldBe((ExchangeStep.Await, false));
        rig.Taken().Head().Taken();
        Join(rig.Client.Calls[^4..]).ShouldBe("head 100+0, head 103+0, head 200+0, begun");
        rig.Backend.Calls.Count(c => c == "interim").ShouldBe(2);
        rig.Counted.Responses(0, 0).ShouldBe(0);
        rig.Client.Ended.ShouldBe((ExchangeEnd.Answered, "finished"));
    }

    [Fact]
    public void A_client_that_knows_no_interim_heads_gets_the_final_one_alone()
    {
        ExchangeRig rig = Await();
        rig.Client.IsHttp10 = true;
        rig.Backend.Heads.Enqueue((ResponseRead.Interim, 100));
        rig.Backend.Heads.Enqueue((ResponseRead.Interim, 103));
        rig.Head(204);
        Join(rig.Backend.Calls[3..]).ShouldBe("skip, skip, final, release clean");
        Join(rig.Client.Calls).ShouldBe("lend, sent, head 204+0, begun");
    }

    [Theory]
    [InlineData(false, true, "lend, sent, closing, failure 502", "end")]
    [InlineData(true, false, "lend, sent, closing, failure 502", "interim, back, end")]
    public void An_interim_head_that_finds_no_room_is_a_defect_of_the_backend(
        bool headFits,
        bool hasRoom,
        string client,
        string backend
    )
    {
        ExchangeRig rig = Await();
        (rig.Client.HeadFits, rig.Client.HeadHasRoom) = (headFits, hasRoom);
        rig.Backend.Trouble = "head too long";
        int blocks = rig.Test.Reactor.Blocks.RentedCount;
        rig.Head(103, ResponseRead.Interim);
        Join(rig.Client.Calls).ShouldBe(client);
        Join(rig.Backend.Calls[3..]).ShouldBe(backend);
        rig.Test.Reactor.Blocks.RentedCount.ShouldBe(blocks);
        ShouldBeRefused(rig, NotHttp + "head too long");
    }

    [Theory]
    [InlineData(false, true, false, "end")]
    [InlineData(true, false, false, "final, drop, end")]
    [InlineData(true, true, true, "final, drop, end")]
    public void A_final_head_that_cannot_go_on_is_not_begun(
        bool headFits,
        bool hasRoom,
        bool isMalformed,
        string backend
    )
    {
        ExchangeRig rig = Await();
        (rig.Client.HeadFits, rig.Client.HeadHasRoom) = (headFits, hasRoom);
        rig.Backend.FirstStatus = isMalformed ? BodyStatus.Invalid : BodyStatus.More;
        int blocks = rig.Test.Reactor.Blocks.RentedCount;
        rig.Head();
        Join(rig.Client.Calls).ShouldBe("lend, sent, closing, failure 502");
        Join(rig.Backend.Calls[3..]).ShouldBe(backend);
        rig.Test.Reactor.Blocks.RentedCount.ShouldBe(blocks);
        ShouldBeRefused(rig, NotHttp + "its body is malformed");
        rig.Steps.ShouldNotContain("Responded");
    }

    [Fact]
    public void What_cannot_be_read_is_refused_with_the_reason()
    {
        ExchangeRig rig = Await();
        rig.Backend.Trouble = "bad status line";
        rig.Head(200, ResponseRead.Invalid);
        ShouldBeRefused(rig, NotHttp + "bad status line");
        rig.Client.Calls[^1].ShouldBe("failure 502");
    }

    [Fact]
    public void An_end_inside_the_head_is_no_reason_to_try_again()
    {
        ExchangeRig rig = Await();
        rig.Backend.Answered = true;
        rig.BackendEnds();
        rig.Client.Calls[^1].ShouldBe("failure 502");
        rig.Facts.Outcome.ShouldBe(
            new Outcome(
                FailureCode.HttpResponseIncomplete,
                "the backend closed inside the response head",
                502
            )
        );
        rig.Test.Cluster.Counters.Retries.Sum().ShouldBe(0);
    }

    [Fact]
    public void A_final_head_carries_our_marks()
    {
        var rig = new ExchangeRig(writeDate: t => t.AsSpan().Fill((byte)'D'), clientIdleMs: 3);
        rig.Ask().Connect().Sent();
        rig.Facts.Received.SetRequestId("id-1"u8, new Rng(1));
        rig.Test.Services.Edits.Add(FieldName.Server, "stale"u8);
        rig.Client.Transform = BodyTransform.Dechunk;
        rig.Backend.FirstStatus = BodyStatus.More;
        rig.Head(201);
        rig.Client.WrittenEdits.ShouldContain("1.1 weir-1");
        rig.Client.WrittenEdits.ShouldContain("id-1");
        rig.Client.WrittenEdits.ShouldContain(new string('D', 29));
        rig.Client.WrittenEdits.ShouldNotContain("stale");
        rig.Backend.Transform.ShouldBe(BodyTransform.Dechunk);
        rig.Client.DeadlineInUs.ShouldBe(3_000);
        (rig.Facts.Response.Status, rig.Facts.Response.IsUpgrading).ShouldBe((201, false));
        rig.Facts.Response.Body.ShouldBe(BodyStatus.More);
    }

    [Fact]
    public void A_response_is_counted_for_listener_cluster_and_backend()
    {
        ExchangeRig rig = new ExchangeRig().Ask().Connect().Sent();
        rig.Wait(700).Facts.Times.OnBackendBytes(rig.Test.Reactor.Now);
        rig.Wait(11).Head(404);
        Enumerable.Range(0, 5).Select(i => rig.Counted.Responses(0, i)).ShouldBe([0, 0, 0, 1, 0]);
        var backend = rig.Backend.Claim.LastBackend.ShouldNotBeNull();
        BackendCounters counters = backend.Parts[0].Counters;
        counters.Responses.ShouldBe([0, 0, 0, 1, 0]);
        counters.ResponseTime.AddTo(new long[Histogram.BoundsUs.Length + 1]).ShouldBe(700);
        rig.Steps.ShouldEndWith($"711 Responded {backend.Address} 404");
    }

    [Fact]
    public void After_101_both_sides_become_a_tunnel_once_the_client_has_the_head()
    {
        ExchangeRig rig = Await(wantsUpgrade: true);
        rig.Head(101, ResponseRead.Switching);
        (rig.Exchange.At, rig.Facts.Response.Status).ShouldBe((ExchangeStep.Stream, 101));
        (rig.Facts.Response.IsUpgrading, rig.Facts.Response.Body).ShouldBe((true, BodyStatus.More));
        rig.Client.Calls[^1].ShouldBe("begun");
        int watches = rig.Client.Watches;
        rig.Taken();
        (rig.Exchange.At, rig.Client.Calls[^1]).ShouldBe((ExchangeStep.Tunnel, "tunnel"));
        (rig.Client.Watches, rig.ActiveRequests, rig.PlacesHeld).ShouldBe((watches, 1, 1));
        rig.Counted.Responses(0, 0).ShouldBe(1);
    }

    [Fact]
    public void A_101_is_held_until_all_of_the_request_is_sent()
    {
        var rig = new ExchangeRig();
        rig.Facts.Request.WantsUpgrade = true;
        rig.Ask().Connect().Head(101, ResponseRead.Switching);
        (rig.Exchange.At, rig.Facts.Response.IsHeld).ShouldBe((ExchangeStep.Await, true));
        rig.Client.Calls.ShouldBe(["lend"]);
        rig.Backend.Heads.Enqueue((ResponseRead.Switching, 101));
        rig.Sent();
        rig.Facts.Response.IsHeld.ShouldBeFalse();
        Join(rig.Client.Calls).ShouldBe("lend, sent, head 101+0, begun");
    }

    [Theory]
    [InlineData(false, true, false, "it switched protocols unasked")]
    [InlineData(true, false, false, "it switched protocols before it had the whole request")]
    [InlineData(true, true, true, "it switched protocols before it had the whole request")]
    public void A_101_that_is_wrong_whatever_comes_is_refused(
        bool wantsUpgrade,
        bool isWhole,
        bool isCut,
        string problem
    )
    {
        var rig = new ExchangeRig();
        rig.Facts.Request.WantsUpgrade = wantsUpgrade;
        rig.Ask(isWhole: isWhole).Connect();
        rig.Sent(isCut ? IoStatus.Reset : IoStatus.Ok);
        rig.Head(101, ResponseRead.Switching);
        ShouldBeRefused(rig, NotHttp + problem);
        rig.Facts.Response.IsHeld.ShouldBeFalse();
    }

    private static ExchangeRig Await(bool wantsUpgrade = false)
    {
        var rig = new ExchangeRig();
        rig.Facts.Request.WantsUpgrade = wantsUpgrade;
        return rig.Ask().Connect().Sent();
    }

    private static void ShouldBeRefused(ExchangeRig rig, string detail)
    {
        rig.Facts.Outcome.ShouldBe(new Outcome(FailureCode.HttpProtocolError, detail, 502));
        rig.Facts.Response.Status.ShouldBe(502);
        rig.Client.Calls.ShouldNotContain("begun");
    }

    private static string Join(IEnumerable<string> calls) => string.Join(", ", calls);
}
