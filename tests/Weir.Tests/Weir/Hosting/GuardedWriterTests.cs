// What a full disk does to whoever writes.
using System.Text;
using Shouldly;
using Weir.Hosting;
using Xunit;

namespace Weir.Tests.Hosting;

public sealed class GuardedWriterTests
{
    [Fact]
    public void Everything_passes_as_it_is()
    {
        using var inner = new StringWriter();
        using var writer = new GuardedWriter(inner, static failure => throw failure);
        writer.Write('a');
        writer.Write("b");
        writer.Write(['c', 'd'], 1, 1);
        writer.WriteLine("e");
        writer.WriteLine();
        writer.WriteLine(7);
        writer.Write("f".AsSpan());
        writer.Flush();
        inner.ToString().ShouldBe("abde\n\n7\nf");
    }

    [Fact]
    public void Every_way_of_writing_ends_in_the_same_place()
    {
        int failures = 0;
        using var writer = new GuardedWriter(new FullWriter(), _ => failures++);
        writer.Write('a');
        writer.Write("b");
        writer.WriteLine("c");
        writer.Write("d".AsSpan());
        writer.Flush();
        failures.ShouldBe(5);
    }

    private sealed class FullWriter : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new IOException("full");

        public override void Flush() => throw new IOException("full");
    }
}
