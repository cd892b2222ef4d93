// A cursor over the destination of a head that is being written. Once something does not fit it stays failed.
using System.Buffers.Text;

namespace Weir.Protocol.Http;

internal ref struct HeadOutput(Span<byte> destination)
{
    private readonly Span<byte> _destination = destination;
    private int _position;
    private bool _failed;

    /// <summary>Bytes written, or -1 if not all did fit.</summary>
    public readonly int Result => _failed ? -1 : _position;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        _failed |= !bytes.TryCopyTo(_destination[_position..]);
        _position += _failed ? 0 : bytes.Length;
    }

    public void WriteNumber(long value)
    {
        _failed |= !Utf8Formatter.TryFormat(value, _destination[_position..], out int written);
        _position += _failed ? 0 : written;
    }

    public void WriteLineEnd() => Write("\r\n"u8);

    public void WriteField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Write(name);
        Write(": "u8);
        Write(value);
        WriteLineEnd();
    }

    /// <summary>Writes one element of a list field's line: the name before the first, a comma before the others.</summary>
    public void WriteElement(
        ReadOnlySpan<byte> fieldName,
        ref bool isOpen,
        ReadOnlySpan<byte> element
    )
    {
        if (element.IsEmpty)
        {
            return;
        }

        if (!isOpen)
        {
            Write(fieldName);
        }

        Write(isOpen ? ", "u8 : ": "u8);
        Write(element);
        isOpen = true;
    }

    /// <summary>Ends the line that <see cref="WriteElement"/> began, if it did.</summary>
    public void EndList(bool isOpen)
    {
        if (isOpen)
        {
            WriteLineEnd();
        }
    }
}
