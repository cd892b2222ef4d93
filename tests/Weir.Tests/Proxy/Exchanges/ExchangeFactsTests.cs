// The facts of an exchange: how far a body may go, what a new attempt makes void, and that nothing is left for the next request.
using System.Reflection;
using System.Runtime.CompilerServices;
using Shouldly;
using Weir.Configuration.Clusters;
using Weir.Configuration.Listeners;
using Weir.Proxy.Bodies;
using Weir.Proxy.Events;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Facts;
using Weir.Proxy.Policies;
using Weir.Proxy.Primitives;
using Weir.Proxy.Snapshots;
using Weir.Tests.Proxy.Sessions;
using Weir.Tests.Proxy.Snapshots;
using Xunit;

namespace Weir.Tests.Proxy.Exchanges;

public sealed class ExchangeFactsTests
{
    private const BindingFlags Any =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private readonly ExchangeFacts _facts = new();

    [Fact]
    public void Begin_notes_whose_request_came_when()
    {
        ListenerSnapshot listener = Begin();
        _facts.Listener.ShouldBeSameAs(listener);
        _facts.ConnectionId.ShouldBe(9);
        _facts.Request.StartedUs.ShouldBe(77);
        _facts.Times.FirstByteUs.ShouldBe(-1);
        _facts.Trace.Build().ShouldHaveSingleItem().Kind.ShouldBe(FailureStepKind.Accepted);
        _facts.Outcome.HasFailed.ShouldBeFalse();
        ListenerSnapshot newer = Listeners.Http(l => l);
        _facts.Adopt(newer);
        _facts.Listener.ShouldBeSameAs(newer);
    }

    [Theory]
    [InlineData(0, long.MaxValue, true)]
    [InlineData(10, 9, true)]
    [InlineData(10, 10, true)]
    [InlineData(10, 11, false)]
    public void A_body_above_the_limit_is_413(long most, long bytes, bool isTaken)
    {
        Begin(l => l with { MaxBodyBytes = most });
        _facts.TryTakeBody(BodyStatus.More, 1).ShouldBeTrue();
        _facts.TryTakeBody(BodyStatus.Complete, bytes).ShouldBe(isTaken);
        _facts.Request.Body.ShouldBe(isTaken ? BodyStatus.Complete : BodyStatus.Invalid);
        _facts.Request.IsWhole.ShouldBe(isTaken);
        _facts.Outcome.ShouldBe(
            isTaken ? default : new Outcome(FailureCode.HttpRequestError, "body too large", 413)
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_comes_along_with_the_head_is_for_policies_to_limit(bool isWhole)
    {
        BodyStatus status = isWhole ? BodyStatus.Complete : BodyStatus.More;
        Begin(l => l with { MaxBodyBytes = 10 });
        _facts.Request.HasHead.ShouldBeFalse();
        _facts.TryTakeBody(status, 11).ShouldBeTrue();
        _facts.Request.HasHead.ShouldBeTrue();
        _facts.Request.Body.ShouldBe(status);
        _facts.Received.FirstBodyBytes.ShouldBe(11);
        _facts.Outcome.HasFailed.ShouldBeFalse();
    }

    [Fact]
    public void A_malformed_body_is_400_whatever_its_size()
    {
        Begin();
        _facts.TryTakeBody(BodyStatus.Invalid, 0).ShouldBeFalse();
        _facts.Request.Body.ShouldBe(BodyStatus.Invalid);
        _facts.Outcome.ShouldBe(
            new Outcome(FailureCode.HttpRequestError, "malformed chunked body", 400)
        );
    }

    [Fact]
    public void A_malformed_body_that_is_too_large_as_well_is_malformed()
    {
        Begin(l => l with { MaxBodyBytes = 10 });
        _facts.TryTakeBody(BodyStatus.Invalid, 11).ShouldBeFalse();
        (_facts.Outcome.Status, _facts.Outcome.Detail).ShouldBe((400, "malformed chunked body"));
    }

    [Fact]
    public void A_body_is_awaited_only_behind_a_head_and_before_its_end()
    {
        Begin();
        _facts.Request.AwaitsBody.ShouldBeFalse();
        _facts.TryTakeBody(BodyStatus.More, 5).ShouldBeTrue();
        (_facts.Request.AwaitsBody, _facts.Request.IsWhole).ShouldBe((true, false));
        _facts.TryTakeBody(BodyStatus.Complete, 6).ShouldBeTrue();
        (_facts.Request.AwaitsBody, _facts.Request.IsWhole).ShouldBe((false, true));
    }

    [Fact]
    public void A_new_attempt_makes_void_what_the_last_one_came_to()
    {
        Begin();
        _facts.Times.OnAcquire(80);
        _facts.Times.OnBackendBytes(85);
        _facts.Fail(FailureCode.ConnectionRefused, "no");
        _facts.Request.SentUs = 90;
        _facts.Request.IsCut = _facts.Response.IsHeld = true;
        _facts.Request.IsSent.ShouldBeTrue();

        _facts.BeginAttempt(100);
        _facts.Outcome.ShouldBe(default);
        (_facts.Request.SentUs, _facts.Request.IsSent).ShouldBe((0, false));
        (_facts.Request.IsCut, _facts.Response.IsHeld).ShouldBe((false, false));
        (_facts.Times.ConnectUs, _facts.Times.FirstByteUs).ShouldBe((20, -1));
        _facts.Times.OnBackendBytes(107);
        _facts.Times.FirstByteUs.ShouldBe(7);
    }

    [Fact]
    public void The_latest_failure_counts()
    {
        _facts.Fail(FailureCode.ConnectionRefused, "first");
        _facts.Fail(FailureCode.HttpRequestError, "second", 431);
        _facts.Outcome.ShouldBe(new Outcome(FailureCode.HttpRequestError, "second", 431));
    }

    [Fact]
    public void Who_may_be_silent_is_for_the_listener_and_the_cluster_to_say()
    {
        Begin(l => l with { MinDataRate = 240 }, clientIdleMs: 3);
        _facts.IdleRules.ShouldBe(new IdleRules(3_000, 0, 240));
        _facts.Route = new RouteChoice(
            null,
            null,
            new ClusterConfig
            {
                Name = "web",
                ConnectionIdleTimeoutMs = 45,
                Backends = [],
            },
            null
        );
        _facts.IdleRules.ShouldBe(new IdleRules(3_000, 45_000, 240));
    }

    [Fact]
    public void A_response_is_counted_by_cluster_and_class()
    {
        var test = new TestServices();
        ListenerSnapshot listener = Begin();
        int id = listener.State.Id;
        _facts.Response.Status = 404;
        _facts.CountResponse(test.Services);
        test.Counters.NoCluster.Responses(id, 3).ShouldBe(1);

        _facts.Route = new RouteChoice(null, test.Cluster, null, null);
        _facts.Response.Status = 200;
        _facts.CountResponse(test.Services);
        test.Cluster.Counters.Responses(id, 1).ShouldBe(1);
        test.Counters.NoCluster.Responses(id, 1).ShouldBe(0);
    }

    [Fact]
    public void A_response_has_begun_once_it_has_a_status()
    {
        _facts.Response.HasBegun.ShouldBeFalse();
        _facts.Response.Status = 101;
        _facts.Response.HasBegun.ShouldBeTrue();
    }

    [Fact]
    public void Clear_leaves_nothing_behind()
    {
        FieldInfo[] fields = [.. typeof(ExchangeFacts).GetFields(Any).Where(f => !f.IsInitOnly)];
        fields.Length.ShouldBeGreaterThanOrEqualTo(7);
        foreach (FieldInfo field in fields)
        {
            field.SetValue(_facts, Filled(field.FieldType));
            field.GetValue(_facts).ShouldNotBe(Empty(field.FieldType), field.Name);
        }

        _facts.Clear();
        foreach (FieldInfo field in fields)
        {
            field.GetValue(_facts).ShouldBe(Empty(field.FieldType), field.Name);
        }
    }

    [Fact]
    public void Clear_leaves_nothing_in_the_parts_that_are_used_again()
    {
        Begin();
        _facts.Received.Keep("GET / HTTP/1.1\r\n\r\n"u8, new ClientFacts(), true, []);
        _facts.Received.SetRequestId("abc"u8, new Rng(1));
        _facts.Texts.Set(RequestText.Path, "/a"u8);
        _facts.Trace.Spans = new RequestTrace(1, 2, 3, 4);
        _facts.Clear();
        (_facts.Received.Source.Length, _facts.Received.RequestId.Length).ShouldBe((0, 0));
        _facts.Texts.Has(RequestText.Path).ShouldBeFalse();
        _facts.Trace.Spans.ShouldBeNull();
    }

    private ListenerSnapshot Begin(
        Func<ListenerConfig, ListenerConfig>? with = null,
        long clientIdleMs = 0
    )
    {
        ListenerSnapshot listener = Listeners.Http(with ?? (l => l), clientIdleMs);
        _facts.Begin(listener, connectionId: 9, nowUs: 77);
        return listener;
    }

    private static object? Empty(Type type) =>
        type.IsValueType ? Activator.CreateInstance(type) : null;

    // Something else than nothing in each of its fields, private ones too.
    private static object Filled(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
        {
            return "left";
        }

        if (type.IsEnum)
        {
            return Enum.ToObject(type, 1);
        }

        if (type.IsPrimitive)
        {
            return Convert.ChangeType(1, type, System.Globalization.CultureInfo.InvariantCulture);
        }

        object value = RuntimeHelpers.GetUninitializedObject(type);
        foreach (FieldInfo field in type.IsValueType ? type.GetFields(Any) : [])
        {
            field.SetValue(value, Filled(field.FieldType));
        }

        return value;
    }
}
