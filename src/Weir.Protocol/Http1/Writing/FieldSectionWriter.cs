// The field lines of a head that goes on: those that stay as they came, in as few copies as there are gaps between them, and the edits.

using Weir.Protocol.Http;
using Weir.Protocol.Http.Fields;

namespace Weir.Protocol.Http1.Writing;

internal static class FieldSectionWriter
{
    /// <summary>
    /// Writes the fields that go on, in order: not those whose name is in <paramref name="stops"/>, nor those that end at this hop, nor
    /// those that the edits drop. Lines that stand beside each other go in one copy. The section does not grow.
    /// </summary>
    public static void WritePassing(
        ReadOnlySpan<byte> source,
        FieldTable fields,
        in FieldNameSet stops,
        HeadEdits? edits,
        ref HeadOutput output
    )
    {
        int start = 0;
        int end = 0;
        HeadEdits? drops = edits is { HasDrops: true } ? edits : null;
        foreach (ref readonly FieldRange field in fields.AsSpan())
        {
            if (
                stops.Contains(field.Known)
                || field.EndsHere
                || drops?.Drops(field.Name(source)) == true
            )
            {
                continue;
            }

            bool isPlain = field.IsPlainLine(source);
            if (!isPlain || field.NameStart != end)
            {
                output.Write(source[start..end]);
                start = field.NameStart;
                end = start;
            }

            if (isPlain)
            {
                end = field.ValueEnd + 2;
            }
            else
            {
                output.WriteField(field.Name(source), field.Value(source));
            }
        }

        output.Write(source[start..end]);
    }

    /// <summary>Writes the lines that the edits add, behind those that pass on.</summary>
    public static void WriteEdits(
        ReadOnlySpan<byte> source,
        FieldTable fields,
        HeadEdits edits,
        ref HeadOutput output
    )
    {
        ReadOnlySpan<byte> text = edits.Text;
        if (edits.IsPlain)
        {
            output.Write(text);
            return;
        }

        int start = 0;
        int end = 0;
        foreach (ref readonly HeadEdit edit in edits.AsSpan())
        {
            if (edit.Kind is HeadEditKind.Void or HeadEditKind.Drop)
            {
                continue;
            }

            bool isJoined = edit.Kind == HeadEditKind.Member;
            if (isJoined || edit.NameStart != end)
            {
                output.Write(text[start..end]);
                start = edit.NameStart;
                end = start;
            }

            if (isJoined)
            {
                WriteJoined(source, fields, edit, text, ref output);
            }
            else
            {
                end = edit.LineEnd;
            }
        }

        output.Write(text[start..end]);
    }

    private static void WriteJoined(
        ReadOnlySpan<byte> source,
        FieldTable fields,
        in HeadEdit edit,
        ReadOnlySpan<byte> text,
        ref HeadOutput output
    )
    {
        ReadOnlySpan<byte> name = edit.Name(text);
        bool isOpen = false;
        foreach (ref readonly FieldRange field in fields.AsSpan())
        {
            if (field.Known == edit.Known && !field.EndsHere)
            {
                output.WriteElement(name, ref isOpen, field.Value(source));
            }
        }

        output.WriteElement(name, ref isOpen, edit.Value(text));
        output.EndList(isOpen);
    }
}
