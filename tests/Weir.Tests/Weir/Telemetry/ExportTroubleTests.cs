// How often the log hears of a collector that is away.
using System.Text.Json;
using Shouldly;
using Weir.Configuration.Process;
using Weir.Logging;
using Weir.Proxy.Metrics;
using Weir.Telemetry;
using Weir.Tests.Logging;
using Xunit;

namespace Weir.Tests.Telemetry;

public sealed class ExportTroubleTests : IDisposable
{
    private readonly LogPump _pump = new();
    private readonly MemoryStream _written = new();

    public void Dispose()
    {
        _pump.Dispose();
        _written.Dispose();
    }

    [Fact]
    public void Trouble_is_told_at_once_and_then_once_in_a_while_with_what_was_lost_meanwhile()
    {
        var drops = new LogDrops();
        var trouble = new ExportTrouble(
            new Logger(_pump, LogOutput.ToStream(_written), LogLevel.Info),
            drops
        );
        trouble.Tell(1_000_000).ShouldBe(long.MaxValue);
        trouble.Note("refused");
        trouble.Tell(1_000_000).ShouldBe(long.MaxValue);
        trouble.CountDropped(3);
        trouble.Note("refused still");
        trouble.Tell(1_000_001).ShouldBe(1_000_000 + ExportTrouble.EveryMs);
        trouble.CountDropped(4);
        trouble.Tell(1_000_000 + ExportTrouble.EveryMs).ShouldBe(long.MaxValue);
        drops.Traces.ShouldBe(7);

        _pump.ServeAll();
        JsonElement[] lines = LogLines.Parse(_written);
        lines.Length.ShouldBe(3);
        lines[0].Text("message").ShouldBe("an export failed: refused");
        lines[1].Text("message").ShouldBe("an export failed: refused still");
        lines[2].GetProperty("count").GetInt32().ShouldBe(7);
        lines.ShouldAllBe(line => line.Text("source") == "telemetry");
    }
}
