// What the flight recorder is told of a tcp session that found no backend, and how often.
using Shouldly;
using Weir.Configuration;
using Weir.Proxy.Events;
using Weir.Proxy.Facts;
using Weir.Proxy.Pooling;
using Weir.Proxy.Sessions;
using Xunit;
using TcpFailureReport = Weir.Proxy.Clients.TcpFailureReport;

namespace Weir.Tests.Proxy.Clients;

public sealed class TcpFailureReportTests
{
    private readonly TcpSessionRig _rig = new();
    private readonly FlightTrace _trace = new();
    private readonly BackendClaim _claim;

    public TcpFailureReportTests()
    {
        _claim = new BackendClaim(_rig.Test.Services, PoolKind.Tcp);
        _trace.Begin(_rig.Test.Reactor.Now);
    }

    [Fact]
    public void A_failure_is_told_with_all_that_is_known_of_it()
    {
        _claim.Begin(_rig.Test.Cluster);
        _claim.Pick().ShouldBe(ClaimResult.Picked);
        _claim.GiveUpBackend();
        _claim.Pick().ShouldBe(ClaimResult.Picked);
        _claim.GiveUpBackend();
        _rig.Test.Reactor.Now += 120;
        Write(FailureCode.ConnectionRefused, "nobody there");

        FailureRecord record = _rig.Test.Events.Failures.ShouldHaveSingleItem();
        record.Code.ShouldBe("connection_refused");
        record.Detail.ShouldBe("nobody there");
        record.Listener.ShouldBe("front");
        record.Cluster.ShouldBe("web");
        record.Backend.ShouldBe("127.0.0.1:9101");
        record.Client.ShouldBe(_rig.Client.Remote);
        record.ConnectionId.ShouldBe(7);
        record.Attempts.ShouldBe(2);
        record.DurationUs.ShouldBe(120);
        record.OmittedSteps.ShouldBe(0);
        record.Unrecorded.ShouldBe(0);
        record.Status.ShouldBe(0);
        record.Steps.ShouldBe([
            new FailureStep(0, FailureStepKind.Accepted, null, null, 0),
            new FailureStep(120, FailureStepKind.Failed, null, "connection_refused", 0),
            new FailureStep(120, FailureStepKind.Cut, null, null, 0),
        ]);
    }

    [Fact]
    public void Who_got_to_no_cluster_or_backend_names_none()
    {
        Write(FailureCode.DestinationUnavailable, "");
        FailureRecord record = _rig.Test.Events.Failures.ShouldHaveSingleItem();
        record.Cluster.ShouldBeNull();
        record.Backend.ShouldBeNull();
        record.Attempts.ShouldBe(0);
    }

    [Fact]
    public void Steps_that_found_no_place_are_counted()
    {
        for (int i = 0; i < Limits.FlightTraceSteps; i++)
        {
            _trace.Note(FailureStepKind.Connecting, _rig.Test.Reactor.Now);
        }

        Write(FailureCode.ConnectionTimeout, "");
        FailureRecord record = _rig.Test.Events.Failures.ShouldHaveSingleItem();
        record.OmittedSteps.ShouldBe(3);
        record.Steps[^1].Kind.ShouldBe(FailureStepKind.Cut);
    }

    [Fact]
    public void In_a_storm_few_of_each_code_are_told_and_the_others_counted()
    {
        Write(FailureCode.ConnectionLimitReached, "first");
        Write(FailureCode.ConnectionLimitReached, "second");
        Write(FailureCode.ConnectionLimitReached, "third");
        Write(FailureCode.DestinationUnavailable, "other");
        _rig.Test.Events.Failures.Select(f => f.Detail).ShouldBe(["first", "other"]);
        _trace.Build().Count(s => s.Kind == FailureStepKind.Failed).ShouldBe(4); // told or not

        _rig.Test.Reactor.Now += Limits.FailureRecordIntervalMs * 1000;
        Write(FailureCode.ConnectionLimitReached, "later");
        _rig.Test.Events.Failures[^1].Detail.ShouldBe("later");
        _rig.Test.Events.Failures[^1].Unrecorded.ShouldBe(2);
    }

    [Fact]
    public void A_session_that_finds_no_backend_reports_its_own_steps()
    {
        var rig = new TcpSessionRig(backends: 1);
        rig.Start();
        rig.Test.Refuse();
        FailureRecord record = rig.Test.Events.Failures.ShouldHaveSingleItem();
        record.Code.ShouldBe("connection_refused");
        record.Backend.ShouldBe("127.0.0.1:9100");
        record.Attempts.ShouldBe(1);
        record
            .Steps.Select(s => s.Kind)
            .ShouldBe([
                FailureStepKind.Accepted,
                FailureStepKind.Connecting,
                FailureStepKind.BackendFailed,
                FailureStepKind.Failed,
                FailureStepKind.Cut,
            ]);
        rig.Closed.ShouldEndWith(" connection_refused");
    }

    private void Write(FailureCode code, string detail) =>
        TcpFailureReport.Write(_rig.Session, _trace, "front", _claim, code, detail);
}
