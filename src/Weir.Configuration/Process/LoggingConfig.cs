// The logging section.

namespace Weir.Configuration.Process;

/// <summary>What is logged, and where.</summary>
public sealed record LoggingConfig
{
    public LogLevel Level { get; init; } = LogLevel.Info;

    public LogMode Mode { get; init; } = LogMode.Stdout;

    /// <summary>Not empty when <see cref="Mode"/> is <see cref="LogMode.File"/>.</summary>
    public string FilePath { get; init; } = "";

    public MetricsEventForm MetricsEvent { get; init; } = MetricsEventForm.Summary;
}
