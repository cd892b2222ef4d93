// What one log tells of its place. Owned by the log thread.

namespace Weir.Logging;

/// <param name="health">Where it is told.</param>
/// <param name="log">What to call it.</param>
internal sealed class LogCondition(LogHealth health, string log)
{
    private readonly string _file = log + "'s file";

    /// <summary>After a write.</summary>
    public void OnWritten(LineBatch batch, long nowMs) =>
        health.Set(log, batch.Works ? null : "cannot be written: " + batch.LostReason, nowMs);

    /// <summary>After the file was reopened, or was not for the reason given.</summary>
    public void OnReopened(bool isOpen, string? reason, long nowMs) =>
        health.Set(
            _file,
            isOpen ? null : "cannot be opened anew, the old one goes on: " + reason,
            nowMs
        );

    /// <summary>The log is no more, or goes on elsewhere.</summary>
    public void End()
    {
        health.Forget(log);
        health.Forget(_file);
    }
}
