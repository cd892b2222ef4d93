// The accessLog section.

namespace Weir.Proxy.Configuration;

/// <summary>One line for each http request.</summary>
public sealed record AccessLogConfig
{
    public bool Enabled { get; init; }

    public AccessLogFormat Format { get; init; } = AccessLogFormat.Json;

    /// <summary><c>stdout</c> or a file, appended to.</summary>
    public string Path { get; init; } = Defaults.AccessLogPath;
}
