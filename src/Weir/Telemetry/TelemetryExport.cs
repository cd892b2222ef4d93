// What the configuration says about telemetry, put into force: at most one exporter at a time.
using Weir.Configuration.Process;
using Weir.Logging;

namespace Weir.Telemetry;

/// <summary>Follows reloads. An exporter whose section has changed sends what it still has while its successor works already.</summary>
internal sealed class TelemetryExport(LogEvents events, ExporterParts parts) : IDisposable
{
    private TelemetryConfig _config = new();

    /// <summary>Takes the section over, all of it; a reload that leaves it alone changes nothing.</summary>
    public void Apply(TelemetryConfig config)
    {
        if (config == _config)
        {
            return;
        }

        _config = config;
        Exporter? before = events.Exporter;
        Exporter? next = config.Endpoint is null ? null : new Exporter(config, parts);
        next?.Start();
        events.Exporter = next;
        before?.Stop();
    }

    /// <summary>Sends what still waits, within a short time.</summary>
    public void Dispose()
    {
        events.Exporter?.Dispose();
        events.Exporter = null;
    }
}
