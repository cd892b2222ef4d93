// Keeps a storm of equal errors from filling the disk: the first is written at once, its equals within a second become
// one line with a count. Owned by the log thread.
using System.Globalization;
using System.Text;

namespace Weir.Logging;

/// <summary>Remembers the errors of the last moment.</summary>
internal sealed class ErrorCollapser
{
    /// <summary>Long enough to tame a loop, short enough to notice while looking on.</summary>
    public const int WindowMs = 1000;

    /// <summary>More kinds of errors than this in one second are written as they come.</summary>
    private const int MostKinds = 32;

    private readonly List<Burst> _bursts = [];

    /// <summary>A whole line, which has no count yet, with one as its last field.</summary>
    public static byte[] WithCount(ReadOnlySpan<byte> line, long count)
    {
        string field = string.Create(CultureInfo.InvariantCulture, $",\"count\":{count}}}\n");
        return [.. line[..^"}\n".Length], .. Encoding.ASCII.GetBytes(field)];
    }

    /// <summary>True: write it. False: it is counted and comes later. <paramref name="count"/> is what the line itself stands for.</summary>
    public bool Admit(ReadOnlySpan<byte> line, long count, long nowMs)
    {
        foreach (Burst known in _bursts)
        {
            if (line[LogLine.TimestampEnd..].SequenceEqual(known.Line.AsSpan(LogLine.TimestampEnd)))
            {
                known.Count += count;
                line[..LogLine.TimestampEnd].CopyTo(known.Line);
                return false;
            }
        }

        if (_bursts.Count < MostKinds)
        {
            _bursts.Add(new Burst(line.ToArray()) { EndsAtMs = nowMs + WindowMs });
        }

        return true;
    }

    /// <summary>Writes the bursts whose window is over, or all. Returns the milliseconds until the next one ends,
    /// or <see cref="Timeout.Infinite"/>.</summary>
    public int Expire(long nowMs, bool all, LineBatch batch)
    {
        long nextMs = long.MaxValue;
        for (int i = _bursts.Count - 1; i >= 0; i--)
        {
            Burst burst = _bursts[i];
            if (all || burst.EndsAtMs <= nowMs)
            {
                if (burst.Count == 0)
                {
                    _bursts.RemoveAt(i);
                    continue;
                }

                batch.AppendLine(burst.WithCount());
                burst.Count = 0;
                burst.EndsAtMs = nowMs + WindowMs;
            }

            nextMs = long.Min(nextMs, burst.EndsAtMs);
        }

        return nextMs == long.MaxValue ? Timeout.Infinite : (int)long.Max(0, nextMs - nowMs);
    }

    private sealed class Burst(byte[] line)
    {
        public byte[] Line { get; } = line;

        public long Count { get; set; }

        public long EndsAtMs { get; set; }

        /// <summary>The latest line with the number of those that it stands for.</summary>
        public byte[] WithCount() => ErrorCollapser.WithCount(Line, Count);
    }
}
