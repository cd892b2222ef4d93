// What is to be different in a head when it goes on: fields set, added, extended, removed. The head itself stays as it came, so that each
// attempt can be written from it, in whatever version its receiver speaks.
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using Weir.Protocol.Http.Fields;

namespace Weir.Protocol.Http;

/// <summary>
/// An ordered list of edits. Values are bytes of a field value (RFC 9110 §5.5) without CR, LF and NUL. Its memory is
/// used again for one head after the other.
/// </summary>
public sealed class HeadEdits
{
    private const int UsualBytes = 512;
    private const int UsualEdits = 16;
    private const int KeptBytes = 4096;

    private byte[] _text = new byte[UsualBytes];
    private HeadEdit[] _edits = new HeadEdit[UsualEdits];
    private int _length;
    private int _count;
    private FieldNameSet _replaced;
    private FieldNameSet _written;
    private int _drops;
    private bool _isPlain = true;

    internal static ReadOnlySpan<byte> LineEnd => "\r\n"u8;

    /// <summary>The bytes that the edits' offsets refer to.</summary>
    public ReadOnlySpan<byte> Text => _text.AsSpan(0, _length);

    /// <summary>Bytes that the edits add to a head at most.</summary>
    public int Length => _length;

    /// <summary>Known names of which no line of the head itself goes on.</summary>
    public ref readonly FieldNameSet Replaced => ref _replaced;

    /// <summary>The text is the lines that are added, as they are: no edit joins others' lines, none was taken back.</summary>
    public bool IsPlain => _isPlain;

    public ReadOnlySpan<HeadEdit> AsSpan() => _edits.AsSpan(0, _count);

    /// <summary>One line of this name, in place of all there are.</summary>
    public void Set(FieldName name, ReadOnlySpan<byte> value)
    {
        Remove(name);
        Add(name, value);
    }

    /// <inheritdoc cref="Set(FieldName, ReadOnlySpan{byte})"/>
    public void Set(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Remove(name);
        Add(name, value);
    }

    /// <summary>One more line.</summary>
    public void Add(FieldName name, ReadOnlySpan<byte> value) =>
        value.CopyTo(Append(HeadEditKind.Line, name, value.Length));

    /// <inheritdoc cref="Add(FieldName, ReadOnlySpan{byte})"/>
    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Span<byte> line = AppendLine(
            HeadEditKind.Line,
            FieldNames.Find(name),
            name.Length,
            value.Length
        );
        name.CopyTo(line);
        FieldNames.Separator.CopyTo(line[name.Length..]);
        value.CopyTo(line[(name.Length + FieldNames.Separator.Length)..]);
    }

    /// <summary>One more member of a list. Where an edit before has set or removed the list, it is a line of its own.</summary>
    public void AddMember(FieldName name, ReadOnlySpan<byte> value) =>
        value.CopyTo(AddMember(name, value.Length));

    /// <summary>Adds a member as <see cref="AddMember(FieldName, ReadOnlySpan{byte})"/> does; the caller writes its value, all of it.</summary>
    public Span<byte> AddMember(FieldName name, int valueLength)
    {
        if (_replaced.Contains(name))
        {
            return Append(HeadEditKind.Line, name, valueLength);
        }

        _replaced.Add(name); // its writer joins the lines that are there
        return Append(HeadEditKind.Member, name, valueLength);
    }

    /// <summary>No line of this name, be it the head's or one of the edits so far.</summary>
    public void Remove(FieldName name)
    {
        _replaced.Add(name);
        Void(name, []);
    }

    /// <summary>No line of these names.</summary>
    public void Remove(in FieldNameSet names)
    {
        _replaced.Add(names);
        foreach (ref HeadEdit edit in _edits.AsSpan(0, _count))
        {
            if (names.Contains(edit.Known))
            {
                TakeBack(ref edit);
            }
        }
    }

    /// <inheritdoc cref="Remove(FieldName)"/>
    public void Remove(ReadOnlySpan<byte> name)
    {
        FieldName known = FieldNames.Find(name);
        if (known is not (FieldName.Other or FieldName.XForwardedOther))
        {
            Remove(known);
            return;
        }

        Void(known, name);
        Reserve(name.Length);
        name.CopyTo(_text.AsSpan(_length));
        Next().Set(HeadEditKind.Drop, known, _length, name.Length, 0);
        _length += name.Length;
        _drops++;
        _isPlain = false;
    }

    /// <summary>Some fields of no known name are not to go on.</summary>
    public bool HasDrops => _drops > 0;

    /// <summary>True for a field of no known name that is not to go on.</summary>
    public bool Drops(ReadOnlySpan<byte> name)
    {
        foreach (ref readonly HeadEdit edit in AsSpan())
        {
            if (edit.Kind == HeadEditKind.Drop && Ascii.EqualsIgnoreCase(edit.Name(Text), name))
            {
                return true;
            }
        }

        return false;
    }

    public void Clear()
    {
        if (_text.Length > KeptBytes)
        {
            _text = new byte[UsualBytes];
        }

        _length = _count = _drops = 0;
        _replaced = _written = default;
        _isPlain = true;
    }

    // The line but for its value, which is returned.
    private Span<byte> Append(HeadEditKind kind, FieldName name, int valueLength)
    {
        ReadOnlySpan<byte> start = FieldNames.LineStart(name);
        Debug.Assert(start.Length > 0, "a name without a text cannot be written");
        int nameLength = start.Length - FieldNames.Separator.Length;
        Span<byte> line = AppendLine(kind, name, nameLength, valueLength);
        start.CopyTo(line);
        return line.Slice(start.Length, valueLength);
    }

    // The line's bytes, of which only the end is written.
    private Span<byte> AppendLine(
        HeadEditKind kind,
        FieldName known,
        int nameLength,
        int valueLength
    )
    {
        int start = _length;
        int length = nameLength + FieldNames.Separator.Length + valueLength + LineEnd.Length;
        Reserve(length);
        _isPlain &= kind == HeadEditKind.Line;
        Next().Set(kind, known, start, nameLength, valueLength);
        _written.Add(known);
        _length = start + length;
        Span<byte> line = _text.AsSpan(start, length);
        LineEnd.CopyTo(line[^LineEnd.Length..]);
        return line;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Reserve(int bytes)
    {
        if (_text.Length - _length < bytes)
        {
            Array.Resize(ref _text, int.Max(_length + bytes, 2 * _text.Length));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref HeadEdit Next()
    {
        if (_count == _edits.Length)
        {
            Array.Resize(ref _edits, 2 * _count);
        }

        return ref _edits[_count++];
    }

    // Takes back the lines of earlier edits. A name that has a number is told by it alone.
    private void Void(FieldName known, ReadOnlySpan<byte> name)
    {
        if (!_written.Contains(known))
        {
            return;
        }

        foreach (ref HeadEdit edit in _edits.AsSpan(0, _count))
        {
            bool isSame =
                edit.Known == known
                && (name.IsEmpty || Ascii.EqualsIgnoreCase(edit.Name(Text), name));
            if (isSame && edit.Kind != HeadEditKind.Drop)
            {
                TakeBack(ref edit);
            }
        }
    }

    private void TakeBack(ref HeadEdit edit)
    {
        edit.Kind = HeadEditKind.Void;
        _isPlain = false;
    }
}
