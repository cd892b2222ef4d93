// What is to be different in a head when it goes on: fields set, added, extended, removed. The head itself stays as it came, so every
// attempt is written from the same head and the same edits, in whatever version its receiver speaks.
using System.Diagnostics;
using System.Text;

namespace Weir.Protocol.Http;

/// <summary>
/// An ordered list of edits. Values are bytes of a field value (RFC 9110 §5.5) without CR, LF and NUL. Owned by one exchange at a time;
/// its memory is used again.
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

    /// <summary>The bytes that the edits' offsets refer to.</summary>
    public ReadOnlySpan<byte> Text => _text.AsSpan(0, _length);

    /// <summary>Bytes that the edits add to a head at most.</summary>
    public int Length => _length;

    /// <summary>Known names of which no line of the head itself goes on.</summary>
    public ref readonly FieldNameSet Replaced => ref _replaced;

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
    public void Add(FieldName name, ReadOnlySpan<byte> value)
    {
        value.CopyTo(Begin(HeadEditKind.Line, name, value.Length));
        End(value.Length);
    }

    /// <inheritdoc cref="Add(FieldName, ReadOnlySpan{byte})"/>
    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        value.CopyTo(Begin(HeadEditKind.Line, FieldNames.Find(name), name, value.Length));
        End(value.Length);
    }

    /// <summary>One more member of a list. Where an edit before has set or removed the list, it is a line of its own.</summary>
    public void AddMember(FieldName name, ReadOnlySpan<byte> value)
    {
        value.CopyTo(BeginMember(name, value.Length));
        End(value.Length);
    }

    /// <summary>
    /// Begins a member as <see cref="AddMember"/> adds it, for the caller to write its value into what is returned; <see cref="End"/> ends
    /// it.
    /// </summary>
    public Span<byte> BeginMember(FieldName name, int mostBytes)
    {
        bool isLine = _replaced.Contains(name);
        return Begin(isLine ? HeadEditKind.Line : HeadEditKind.Member, name, mostBytes);
    }

    /// <summary>The value that was begun last has so many bytes.</summary>
    public void End(int length)
    {
        ref HeadEdit edit = ref _edits[_count++];
        edit.ValueLength = length;
        int end = edit.ValueStart + length;
        _text[end] = (byte)'\r';
        _text[end + 1] = (byte)'\n';
        _length = end + 2;
        _written.Add(edit.Known);
        if (edit.Kind == HeadEditKind.Member)
        {
            _replaced.Add(edit.Known); // its writer joins the lines that are there
        }
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
            edit.Kind = names.Contains(edit.Known) ? HeadEditKind.Void : edit.Kind;
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
        Open(HeadEditKind.Drop, known, name.Length);
        _count++;
        _length += name.Length;
        _drops++;
    }

    /// <summary>True for a field of no known name that is not to go on.</summary>
    public bool Drops(ReadOnlySpan<byte> name)
    {
        if (_drops == 0)
        {
            return false;
        }

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
    }

    private Span<byte> Begin(HeadEditKind kind, FieldName name, int mostBytes)
    {
        ReadOnlySpan<byte> text = FieldNames.Text(name);
        Debug.Assert(text.Length > 0, "a name without a text cannot be written");
        return Begin(kind, name, text, mostBytes);
    }

    private Span<byte> Begin(
        HeadEditKind kind,
        FieldName known,
        ReadOnlySpan<byte> name,
        int mostBytes
    )
    {
        int start = Open(kind, known, name.Length).ValueStart;
        Reserve(start + mostBytes + 2 - _length);
        name.CopyTo(_text.AsSpan(_length));
        _text[start - 2] = (byte)':';
        _text[start - 1] = (byte)' ';
        return _text.AsSpan(start, mostBytes);
    }

    private void Reserve(int bytes)
    {
        if (_text.Length - _length < bytes)
        {
            Array.Resize(ref _text, int.Max(_length + bytes, 2 * _text.Length));
        }
    }

    // The next edit, which does not count yet.
    private ref HeadEdit Open(HeadEditKind kind, FieldName known, int nameLength)
    {
        if (_count == _edits.Length)
        {
            Array.Resize(ref _edits, 2 * _count);
        }

        ref HeadEdit edit = ref _edits[_count];
        edit.Kind = kind;
        edit.Known = known;
        edit.NameLength = (ushort)nameLength;
        edit.NameStart = _length;
        edit.ValueLength = 0;
        return ref edit;
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
                edit.Kind = HeadEditKind.Void;
            }
        }
    }
}
