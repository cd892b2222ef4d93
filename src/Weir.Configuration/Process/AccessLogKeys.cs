// Keys of accessLog.

using Weir.Configuration.Keys;

namespace Weir.Configuration.Process;

/// <summary>Keys of accessLog.</summary>
internal static class AccessLogKeys
{
    public static readonly BooleanKey Enabled = new(
        "enabled",
        false,
        "Whether each http request is logged."
    );

    public static readonly ChoiceKey<AccessLogFormat> Format = new(
        "format",
        ChoiceMaps.AccessLogFormat,
        AccessLogFormat.Json,
        "One JSON object a line, or the combined format of web servers."
    );

    public static readonly TextKey Path = new("path", Defaults.AccessLogPath, "stdout, or a file.");

    public static readonly ShareKey Sample = new(
        "sample",
        1,
        "Share of the requests that are logged, 0 to 1; those that end with an error code or a status of 500 or above always are."
    );

    public static readonly SectionKeys All = new("accessLog", [Enabled, Format, Path, Sample]);
}
