// A choice of the configuration: the form of the access log.

namespace Weir.Configuration.Process;

/// <summary>The form of an access log line.</summary>
public enum AccessLogFormat
{
    /// <summary>One JSON object a line.</summary>
    Json,

    /// <summary>The combined log format that web servers share.</summary>
    Combined,
}
