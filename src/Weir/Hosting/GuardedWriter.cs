// A standard stream as commands write to it: what the kernel refuses ends in one place, whichever way it was written.
using System.Text;

namespace Weir.Hosting;

/// <summary>Passes everything on; <paramref name="onFailure"/> gets what goes wrong and may throw something else.</summary>
internal sealed class GuardedWriter(TextWriter inner, Action<IOException> onFailure) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value)
    {
        try
        {
            inner.Write(value);
        }
        catch (IOException failure)
        {
            onFailure(failure);
        }
    }

    public override void Write(char[] buffer, int index, int count) =>
        Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(ReadOnlySpan<char> buffer)
    {
        try
        {
            inner.Write(buffer);
        }
        catch (IOException failure)
        {
            onFailure(failure);
        }
    }

    // As one, so that it is one system call.
    public override void WriteLine(string? value) => Write(value + Environment.NewLine);

    public override void Flush()
    {
        try
        {
            inner.Flush();
        }
        catch (IOException failure)
        {
            onFailure(failure);
        }
    }
}
