// What became of lines that were handed to an output.

namespace Weir.Logging;

/// <summary>How a write to a log's place ended.</summary>
internal enum LogWriteStatus
{
    /// <summary>All of it was taken.</summary>
    Done,

    /// <summary>There is no room now; what was not taken is offered again later.</summary>
    Blocked,

    /// <summary>The place refused it; what was not taken is lost.</summary>
    Failed,
}
