// What happened, for reading after a failure and for comparing two runs. Owned by one SimNetwork.
using System.Globalization;
using System.Text;

namespace Weir.Simulation.Network;

/// <summary>Keeps the last lines and a running hash over all of them; text is made only when asked for.</summary>
public sealed class SimTrace
{
    private const int KeptLines = 400;
    private readonly Line[] _lines = new Line[KeptLines];
    private readonly HashSet<string> _seen = [];

    /// <summary>How many lines there were so far.</summary>
    public long Count { get; private set; }

    /// <summary>When the last line was written.</summary>
    public long LastUs => Count == 0 ? 0 : _lines[(Count - 1) % KeptLines].AtUs;

    /// <summary>FNV-1a over all lines: equal runs have equal hashes.</summary>
    public ulong Hash { get; private set; } = 14695981039346656037UL;

    /// <summary>Everything that happened at least once.</summary>
    public IReadOnlySet<string> Seen => _seen;

    /// <summary>Adds a line: what happened (a literal), to which socket or reactor, with two numbers that say more.</summary>
    public void Add(long atUs, string what, int id, long first = 0, long second = 0)
    {
        _lines[Count++ % KeptLines] = new Line(atUs, what, id, first, second);
        _seen.Add(what);
        foreach (char c in what)
        {
            Mix(c);
        }

        Mix((ulong)atUs);
        Mix((ulong)id);
        Mix((ulong)first);
        Mix((ulong)second);
    }

    /// <summary>The last lines as text, oldest first.</summary>
    public string Tail(int lines = KeptLines)
    {
        var text = new StringBuilder();
        for (long i = long.Max(0, Count - long.Min(lines, KeptLines)); i < Count; i++)
        {
            Line line = _lines[i % KeptLines];
            text.Append(
                CultureInfo.InvariantCulture,
                $"{line.AtUs, 12} #{line.Id, -4} {line.What} {line.First} {line.Second}\n"
            );
        }

        return text.ToString();
    }

    private void Mix(ulong value) => Hash = (Hash ^ value) * 1099511628211UL;

    private readonly record struct Line(long AtUs, string What, int Id, long First, long Second);
}
