// Keys of accessLog.

using Weir.Configuration.Keys;
using Weir.Configuration.Types;

namespace Weir.Configuration.Process;

/// <summary>Keys of accessLog.</summary>
internal static class AccessLogKeys
{
    public static readonly KeyTable<AccessLogConfig> All = new("accessLog", new AccessLogConfig());

    public static readonly Key<AccessLogConfig, bool> Enabled = All.Add(
        "enabled",
        KeyTypes.Boolean,
        a => a.Enabled,
        (a, v) => a with { Enabled = v },
        "Whether each http request is logged."
    );

    public static readonly Key<AccessLogConfig, AccessLogFormat> Format = All.Add(
        "format",
        KeyTypes.Choice(("json", AccessLogFormat.Json), ("combined", AccessLogFormat.Combined)),
        a => a.Format,
        (a, v) => a with { Format = v },
        "One JSON object a line, or the combined format of web servers."
    );

    public static readonly Key<AccessLogConfig, string> Path = All.Add(
        "path",
        KeyTypes.TextWith(LoggingReader.CheckAccessLogPath),
        a => a.Path,
        (a, v) => a with { Path = v },
        "stdout, or a file."
    );

    public static readonly Key<AccessLogConfig, double> Sample = All.Add(
        "sample",
        KeyTypes.Share,
        a => a.Sample,
        (a, v) => a with { Sample = v },
        "Share of the requests that are logged, 0 to 1; those that end with an error code or a status of 500 or above always are."
    );
}
