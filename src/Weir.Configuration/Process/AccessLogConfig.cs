// The accessLog section.

namespace Weir.Configuration.Process;

/// <summary>One line for each http request.</summary>
public sealed record AccessLogConfig
{
    public bool Enabled { get; init; }

    public AccessLogFormat Format { get; init; } = AccessLogFormat.Json;

    /// <summary>Share of the requests that get a line, 0 to 1; failures always do.</summary>
    public double Sample { get; init; } = 1;

    /// <summary><c>stdout</c> or a file, appended to.</summary>
    public string Path { get; init; } = Defaults.AccessLogPath;
}
