// Reads HTTP/1.1 messages for the simulated peers. Written apart from the product's parsers, so that both cannot be wrong alike.
using System.Globalization;
using System.Text;

namespace Weir.Simulation.Http;

/// <summary>One message at a time, fed at any split; strict about what it understands.</summary>
internal sealed class SimHttpReader(bool isResponse)
{
    private readonly List<byte> _line = [];
    private State _state;
    private long _left;

    private enum State
    {
        StartLine,
        Fields,
        Length,
        UntilClose,
        ChunkSize,
        ChunkData,
        ChunkEnd,
        Trailers,
        Complete,
    }

    public string StartLine { get; private set; } = "";

    /// <summary>Field values by lower-case name; repeated ones joined by a comma.</summary>
    public Dictionary<string, string> Fields { get; } = [];

    /// <summary>Trailer fields behind a chunked body.</summary>
    public int TrailerCount { get; private set; }

    public bool IsHeadComplete => _state > State.Fields;

    public bool IsComplete => _state == State.Complete;

    /// <summary>Nothing of a message has come yet.</summary>
    public bool IsIdle => _state == State.StartLine && _line.Count == 0;

    public bool EndsByClose => _state == State.UntilClose;

    public long BodyBytes { get; private set; }

    public ulong BodyHash { get; private set; } = SimBody.EmptyHash;

    /// <summary>What was wrong; null while nothing was.</summary>
    public string? Problem { get; private set; }

    /// <summary>The response belongs to a HEAD request, or the like: no body whatever its fields say (RFC 9112 §6.3).</summary>
    public bool IsBodyless { get; set; }

    public int StatusCode =>
        isResponse && IsHeadComplete
            ? int.Parse(StartLine.AsSpan(9, 3), CultureInfo.InvariantCulture)
            : 0;

    public string? Field(string name) => Fields.GetValueOrDefault(name);

    /// <summary>Takes bytes up to the end of the message; returns how many it took.</summary>
    public int Feed(ReadOnlySpan<byte> bytes)
    {
        int at = 0;
        while (at < bytes.Length && _state != State.Complete && Problem is null)
        {
            if (_state is State.Length or State.ChunkData or State.UntilClose)
            {
                int run = (int)long.Min(_left, bytes.Length - at);
                TakeBody(bytes.Slice(at, run));
                at += run;
            }
            else
            {
                TakeLineByte(bytes[at++]);
            }
        }

        return at;
    }

    /// <summary>The peer closed in order: the end of a close-framed message.</summary>
    public void EndOfStream()
    {
        if (_state == State.UntilClose)
        {
            _state = State.Complete;
        }
    }

    public void Restart()
    {
        _state = State.StartLine;
        Fields.Clear();
        _line.Clear();
        BodyBytes = 0;
        BodyHash = SimBody.EmptyHash;
        IsBodyless = false;
        TrailerCount = 0;
    }

    private void TakeBody(ReadOnlySpan<byte> run)
    {
        BodyHash = SimBody.Hash(BodyHash, run);
        BodyBytes += run.Length;
        _left -= run.Length;
        if (_left == 0)
        {
            _state = _state == State.Length ? State.Complete : State.ChunkEnd;
        }
    }

    private void TakeLineByte(byte value)
    {
        if (value != '\n')
        {
            _line.Add(value);
            return;
        }

        if (_line.Count == 0 || _line[^1] != '\r')
        {
            Problem = "a bare LF";
            return;
        }

        string line = Encoding.Latin1.GetString([.. _line], 0, _line.Count - 1);
        _line.Clear();
        TakeLine(line);
    }

    private void TakeLine(string line)
    {
        switch (_state)
        {
            case State.StartLine:
                StartLine = line;
                _state = State.Fields;
                bool isShaped = isResponse
                    ? line.StartsWith("HTTP/1.", StringComparison.Ordinal) && line.Length >= 12
                    : line.Split(' ').Length == 3;
                Problem = isShaped ? null : $"a strange start line: {line}";
                break;
            case State.Fields when line.Length > 0:
                TakeField(line);
                break;
            case State.Fields:
                EndHead();
                break;
            case State.ChunkSize:
                TakeChunkSize(line);
                break;
            case State.ChunkEnd:
                Problem = line.Length == 0 ? null : "no CRLF behind a chunk";
                _state = State.ChunkSize;
                break;
            case State.Trailers when line.Length == 0:
                _state = State.Complete;
                break;
            default:
                TrailerCount++;
                break;
        }
    }

    private void TakeField(string line)
    {
        int colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
        {
            Problem = $"a strange field: {line}";
            return;
        }

#pragma warning disable CA1308 // field names are compared in lower case
        string name = line[..colon].ToLowerInvariant();
#pragma warning restore CA1308
        string value = line[(colon + 1)..].Trim();
        Fields[name] = Fields.TryGetValue(name, out string? before) ? $"{before}, {value}" : value;
    }

    private void TakeChunkSize(string line)
    {
        string digits = line.Split(';')[0].Trim();
        if (
            !long.TryParse(
                digits,
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out _left
            )
        )
        {
            Problem = $"a strange chunk size: {line}";
            return;
        }

        _state = _left == 0 ? State.Trailers : State.ChunkData;
    }

    private void EndHead()
    {
        string? length = Field("content-length");
        string? coding = Field("transfer-encoding");
        int status = isResponse
            ? int.Parse(StartLine.AsSpan(9, 3), CultureInfo.InvariantCulture)
            : 0;
        if (IsBodyless || status is (>= 100 and <= 199) or 204 or 304)
        {
            _state = State.Complete;
        }
        else if (coding is not null)
        {
            Problem = coding == "chunked" && length is null ? null : "strange framing";
            _state = State.ChunkSize;
        }
        else if (length is not null)
        {
            Problem = long.TryParse(length, CultureInfo.InvariantCulture, out _left)
                ? null
                : "a strange length";
            _state = _left == 0 ? State.Complete : State.Length;
        }
        else
        {
            _left = long.MaxValue;
            _state = isResponse ? State.UntilClose : State.Complete;
        }
    }
}
