// Holds every event to the name, level and fields that scripts match on.
using System.Net;
using System.Text.Json;
using Shouldly;
using Weir.Configuration.Process;
using Weir.Logging;
using Weir.Proxy.Primitives;
using Xunit;

namespace Weir.Tests.Logging;

public sealed class LogEventsTests : IDisposable
{
    private static readonly SocketEndpoint s_client = SocketEndpoint.FromAddress(
        IPAddress.Loopback,
        5000
    );

    private readonly LogPump _pump = new();
    private readonly MemoryStream _written = new();

    public void Dispose()
    {
        _pump.Dispose();
        _written.Dispose();
    }

    [Fact]
    public void Every_event_has_its_name_level_and_fields()
    {
        LogEvents events = Open(LogLevel.Debug);
        events.ConnectionOpened(7, "web", in s_client, null);
        events.ConnectionClosed(7, "web", in s_client, "b:1", 10, 20, 1500, "client_closed");
        events.BackendHealthy("c", "b:1", "check");
        events.BackendUnhealthy("c", "b:1", "connection_refused", 3);
        events.BackendDrained("c", "b:1");
        events.BackendWarmPaused("c", "b:1", 3, speaksFirst: true);
        events.Retry("c", "b:1", "b:2", "connection_refused", 7);
        events.Error("reactor", "no more files");
        _pump.ServeAll();
        LogLines
            .Parse(_written)
            .Select(WithoutTime)
            .ShouldBe([
                """level=debug event=connection_open connectionId=7 listener=web client=127.0.0.1:5000 backend=""",
                """level=debug event=connection_close connectionId=7 listener=web client=127.0.0.1:5000 backend=b:1 bytesIn=10 bytesOut=20 durationMs=1.5 reason=client_closed""",
                """level=info event=backend_healthy cluster=c backend=b:1 reason=check""",
                """level=warn event=backend_unhealthy cluster=c backend=b:1 reason=connection_refused failures=3""",
                """level=info event=backend_drained cluster=c backend=b:1""",
                """level=warn event=backend_warm_paused cluster=c backend=b:1 reason=it speaks first and closes connections on which no client came losses=3 pauseSeconds=600""",
                """level=debug event=retry connectionId=7 cluster=c from=b:1 to=b:2 reason=connection_refused""",
                """level=error event=error source=reactor message=no more files""",
            ]);
    }

    [Fact]
    public void Connections_and_retries_are_for_the_debug_level_only()
    {
        LogEvents events = Open(LogLevel.Info);
        events.DebugEnabled.ShouldBeFalse();
        events.ConnectionOpened(1, "web", in s_client, null);
        events.Retry("c", "a", null, "x", 1);
        _pump.ServeAll();
        _written.Length.ShouldBe(0);
    }

    [Fact]
    public void The_access_log_is_wanted_while_there_is_one()
    {
        LogEvents events = Open(LogLevel.Info);
        events.AccessLogEnabled.ShouldBeFalse();
        events.Access(new() { Listener = "web", Texts = new() });
        var errors = new Logger(_pump, LogOutput.ToStream(new MemoryStream()), LogLevel.Info);
        events.AccessLog = new AccessLog(
            _pump,
            LogOutput.ToStream(_written),
            new()
            {
                Config = new(),
                Workers = 1,
                Errors = errors,
                Drops = new(),
            }
        );
        events.AccessLogEnabled.ShouldBeTrue();
        events.Access(new() { Listener = "web", Texts = new() });
        _pump.ServeAll();
        LogLines.Parse(_written).ShouldHaveSingleItem().Text("listener").ShouldBe("web");
    }

    private static string WithoutTime(JsonElement line) =>
        string.Join(' ', line.EnumerateObject().Skip(1).Select(p => $"{p.Name}={p.Value}"));

    private LogEvents Open(LogLevel level) =>
        new(new Logger(_pump, LogOutput.ToStream(_written), level));
}
