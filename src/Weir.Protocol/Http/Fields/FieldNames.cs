// Known field names and their texts. A hash of length and three letters leaves one candidate, then one compare without case.
using System.Runtime.CompilerServices;
using System.Text;

namespace Weir.Protocol.Http.Fields;

public static class FieldNames
{
    private const int ForwardedPrefixLength = 12;
    private const int Slots = 256;

    /// <summary>What lines begin with, one after the other, so that those of a usual head are in few cache lines.</summary>
    private static readonly byte[] s_texts = BuildTexts(out s_places);

    /// <summary>By number: where its line start begins, times 256, and its length; 0 for what is no single name.</summary>
    private static readonly int[] s_places;

    private static readonly FieldName[] s_slots = BuildSlots();

    /// <summary>Names that a client cannot make disappear by listing them in Connection: see <see cref="IsProtectedFromConnection"/>.</summary>
    private static readonly FieldNameSet s_protected = FieldNameSet.Of(
        FieldName.Host,
        FieldName.ContentLength,
        FieldName.TransferEncoding,
        FieldName.Expect,
        FieldName.Via,
        FieldName.Forwarded,
        FieldName.XForwardedFor,
        FieldName.XForwardedProto,
        FieldName.XForwardedHost,
        FieldName.XForwardedOther,
        FieldName.XRequestId
    );

    /// <summary>The known field that a name means, whatever its case (RFC 9110 §5.1).</summary>
    /// <param name="name">A token, so at least one byte.</param>
    public static FieldName Find(ReadOnlySpan<byte> name)
    {
        FieldName candidate = s_slots[SlotOf(name)];
        int place = s_places[(int)candidate];
        if (
            (place & 0xFF) == name.Length + Separator.Length
            && Grammar.IsSameToken(name, s_texts.AsSpan(place >> 8, name.Length))
        )
        {
            return candidate;
        }

        return IsForwardedPrefixed(name) ? FieldName.XForwardedOther : FieldName.Other;
    }

    /// <summary>What stands between the name and the value of a line that this proxy writes.</summary>
    internal static ReadOnlySpan<byte> Separator => ": "u8;

    /// <summary>The name as HTTP/1 messages usually spell it, as in "Content-Type"; empty for Other and XForwardedOther.</summary>
    public static ReadOnlySpan<byte> Text(FieldName name)
    {
        ReadOnlySpan<byte> start = LineStart(name);
        return start.IsEmpty ? default : start[..^Separator.Length];
    }

    /// <summary><see cref="Text"/> and <see cref="Separator"/>, with which a line begins; empty where there is no text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ReadOnlySpan<byte> LineStart(FieldName name)
    {
        int place = s_places[(int)name];
        return s_texts.AsSpan(place >> 8, place & 0xFF);
    }

    /// <summary>
    /// True for a field that a client cannot make disappear by listing its name in Connection: it frames or routes
    /// the message, or carries what this proxy vouches for.
    /// </summary>
    public static bool IsProtectedFromConnection(FieldName name) => s_protected.Contains(name);

    private static bool IsForwardedPrefixed(ReadOnlySpan<byte> name)
    {
        if (name.Length < ForwardedPrefixLength || Lower(name[0]) != 'x')
        {
            return false;
        }

        return name[1] is (byte)'-' or (byte)'_'
            && name[ForwardedPrefixLength - 1] is (byte)'-' or (byte)'_'
            && Ascii.EqualsIgnoreCase(name[2..(ForwardedPrefixLength - 1)], "forwarded"u8);
    }

    // The factors were searched for: with them no two known names share a slot, which a test holds for names to come.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int SlotOf(ReadOnlySpan<byte> name)
    {
        int length = name.Length;
        int mixed =
            (length * 50)
            + (Lower(name[0]) * 31)
            + (Lower(name[length / 2]) * 35)
            + (Lower(name[length - 1]) * 6);
        return mixed & (Slots - 1);
    }

    private static int Lower(byte letter) => letter | 0x20;

    private static FieldName[] BuildSlots()
    {
        var slots = new FieldName[Slots];
        foreach (FieldName name in Enum.GetValues<FieldName>())
        {
            if (Text(name).Length > 0)
            {
                slots[SlotOf(Text(name))] = name;
            }
        }

        return slots;
    }

    private static byte[] BuildTexts(out int[] places)
    {
        var texts = new StringBuilder();
        FieldName[] names = Enum.GetValues<FieldName>();
        places = new int[names.Length];
        foreach (FieldName name in names)
        {
            string text = Spell(name);
            text += text.Length > 0 ? Encoding.ASCII.GetString(Separator) : "";
            places[(int)name] = (texts.Length << 8) | text.Length;
            texts.Append(text);
        }

        return Encoding.ASCII.GetBytes(texts.ToString());
    }

    private static string Spell(FieldName name) =>
        name switch
        {
            FieldName.Other or FieldName.XForwardedOther => "",
            // Those whose spelling is not that of their words.
            FieldName.ETag or FieldName.TE => name.ToString(),
            FieldName.TraceParent => "traceparent",
            FieldName.TraceState => "tracestate",
            FieldName.WwwAuthenticate => "WWW-Authenticate",
            _ => Hyphenate(name.ToString()),
        };

    // ContentType: Content-Type.
    private static string Hyphenate(string words)
    {
        var text = new StringBuilder();
        foreach (char letter in words)
        {
            if (char.IsAsciiLetterUpper(letter) && text.Length > 0)
            {
                text.Append('-');
            }

            text.Append(letter);
        }

        return text.ToString();
    }
}
