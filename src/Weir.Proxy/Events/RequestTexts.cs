// Copies of those parts of a request head that are told when the request is over, and of its id.
// Owned by an exchange, or by whoever keeps a record of one; used again for the next.

namespace Weir.Proxy.Events;

/// <summary>Some texts in one buffer that is kept between requests, so that a request allocates none of them.</summary>
public sealed class RequestTexts
{
    /// <summary>A buffer that grew past this is not kept: what most requests carry fits, and one long target does not hold memory for good.</summary>
    private const int MostKeptBytes = 2048;

    private const int FirstBytes = 256;
    private const int Count = (int)RequestText.RequestId + 1;

    private readonly int[] _starts = new int[Count];
    private readonly int[] _lengths = new int[Count];
    private byte[] _bytes = new byte[FirstBytes];
    private int _end;

    public RequestTexts() => Clear();

    /// <summary>Whether the request has this text at all; an empty one counts.</summary>
    public bool Has(RequestText text) => _lengths[(int)text] >= 0;

    /// <summary>The text as sent; empty when absent.</summary>
    public ReadOnlySpan<byte> Get(RequestText text) =>
        Has(text) ? _bytes.AsSpan(_starts[(int)text], _lengths[(int)text]) : [];

    /// <summary>Sets a text; once between two calls of <see cref="Clear"/>.</summary>
    public void Set(RequestText text, ReadOnlySpan<byte> value)
    {
        MakeRoom(value.Length);
        value.CopyTo(_bytes.AsSpan(_end));
        _starts[(int)text] = _end;
        _lengths[(int)text] = value.Length;
        _end += value.Length;
    }

    public void Clear()
    {
        _lengths.AsSpan().Fill(-1);
        _end = 0;
        if (_bytes.Length > MostKeptBytes)
        {
            _bytes = new byte[FirstBytes];
        }
    }

    /// <summary>Takes over all texts of <paramref name="other"/>, which keeps its own.</summary>
    public void CopyFrom(RequestTexts other)
    {
        Clear();
        MakeRoom(other._end);
        other._bytes.AsSpan(0, other._end).CopyTo(_bytes);
        other._starts.CopyTo(_starts, 0);
        other._lengths.CopyTo(_lengths, 0);
        _end = other._end;
    }

    private void MakeRoom(int bytes)
    {
        if (_end + bytes > _bytes.Length)
        {
            Array.Resize(ref _bytes, int.Max(_end + bytes, _bytes.Length * 2));
        }
    }
}
