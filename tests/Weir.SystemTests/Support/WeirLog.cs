// What a Weir process logged so far.
using System.Text.Json;

namespace Weir.SystemTests.Support;

/// <summary>Filled by the process's output; read by the test.</summary>
public sealed class WeirLog
{
    private readonly Lock _gate = new();
    private readonly List<LogEvent> _events = [];
    private readonly List<string> _otherLines = [];
    private readonly List<string> _errors = [];

    public IReadOnlyList<LogEvent> Events
    {
        get
        {
            lock (_gate)
            {
                return [.. _events];
            }
        }
    }

    /// <summary>What it said on stderr, which is for people.</summary>
    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (_gate)
            {
                return [.. _errors];
            }
        }
    }

    /// <summary>Lines on stdout that are no JSON.</summary>
    public IReadOnlyList<string> OtherLines
    {
        get
        {
            lock (_gate)
            {
                return [.. _otherLines];
            }
        }
    }

    public IReadOnlyList<LogEvent> Named(string name) => [.. Events.Where(e => e.Name == name)];

    /// <summary>Waits for an event, also one that came already; with <paramref name="after"/> for one that was logged behind that.</summary>
    public async Task<LogEvent> EventAsync(
        string name,
        Func<LogEvent, bool>? match = null,
        LogEvent? after = null
    )
    {
        LogEvent? found = null;
        await Eventually.Until(
            () =>
                (
                    found = Events
                        .SkipWhile(e => after is not null && !ReferenceEquals(e, after))
                        .FirstOrDefault(e => e.Name == name && (match is null || match(e)))
                )
                    is not null,
            $"the log has `{name}`{(after is null ? "" : $" after {after.Line}")}; it has:\n{this}"
        );
        return found!; // Until saw it
    }

    public void AddError(string line)
    {
        lock (_gate)
        {
            _errors.Add(line);
        }
    }

    public void Add(string line)
    {
        lock (_gate)
        {
            try
            {
                _events.Add(new LogEvent(line, JsonSerializer.Deserialize<JsonElement>(line)));
            }
            catch (JsonException)
            {
                _otherLines.Add(line);
            }
        }
    }

    public override string ToString() =>
        string.Join(
            '\n',
            Events.Select(e => e.Line).Concat(OtherLines).TakeLast(40).Concat(Errors)
        );
}
