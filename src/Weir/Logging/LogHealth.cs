// Which logs cannot be written at the moment, told where somebody may still see it: on standard error, and to the admin API.
using System.Text;

namespace Weir.Logging;

/// <summary>Facts by the log thread, read by any thread.</summary>
/// <param name="tell">Where the first word of each trouble and of its end goes; called on the log thread.</param>
internal sealed class LogHealth(Action<string> tell)
{
    /// <summary>A disk that is full and has room by turns is told once a minute.</summary>
    private const long QuietMs = 60_000;

    private readonly Dictionary<string, (string Text, bool IsTold)> _troubles = new(
        StringComparer.Ordinal
    );
    private readonly Dictionary<string, long> _quietUntilMs = new(StringComparer.Ordinal);
    private volatile string[] _problems = [];

    /// <summary>Tells standard error; for the log thread.</summary>
    public LogHealth()
        : this(TellStandardError) { }

    /// <summary>What is wrong at this moment, in words; empty when all is well.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Log thread only: what is wrong with one log, or null.</summary>
    public void Set(string log, string? problem, long nowMs)
    {
        bool hadTrouble = _troubles.TryGetValue(log, out (string Text, bool IsTold) before);
        if (string.Equals(problem, hadTrouble ? before.Text : null, StringComparison.Ordinal))
        {
            return;
        }

        if (problem is null)
        {
            _troubles.Remove(log);
            if (before.IsTold)
            {
                tell($"{log}: it can be written again");
            }
        }
        else
        {
            bool isTold = nowMs >= _quietUntilMs.GetValueOrDefault(log, long.MinValue);
            _troubles[log] = (problem, isTold);
            if (isTold)
            {
                _quietUntilMs[log] = nowMs + QuietMs;
                tell($"{log}: {problem}");
            }
        }

        Publish();
    }

    /// <summary>Log thread only: the log is no more, or another has taken its place.</summary>
    public void Forget(string log)
    {
        if (_troubles.Remove(log))
        {
            Publish();
        }
    }

    private void Publish() =>
        _problems = [.. _troubles.Select(trouble => $"{trouble.Key}: {trouble.Value.Text}")];

    // Without waiting, as everything that the log thread writes.
    private static void TellStandardError(string text) =>
        LogOutput.StandardError().Write(Encoding.UTF8.GetBytes($"weir: {text}\n"), out _);
}
