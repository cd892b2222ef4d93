// Whole lines into pipes that are full, torn or shared.
using System.Text;
using Shouldly;
using Weir.Logging;
using Weir.Tests.Linux;
using Xunit;

namespace Weir.Tests.Logging;

public sealed class LogOutputTests : IDisposable
{
    private const int PipeBytes = 64 * 1024;
    private readonly NamedPipe _pipe = new();

    public void Dispose() => _pipe.Dispose();

    [Fact]
    public void A_full_pipe_takes_lines_whole_and_the_rest_later()
    {
        using LogOutput output = OpenPipe();
        byte[] lines = Lines(count: 90, bytes: 1000);
        output.Write(lines, out int taken).ShouldBe(LogWriteStatus.Blocked);
        taken.ShouldBeInRange(1000, PipeBytes);
        (taken % 1000).ShouldBe(0);
        string read = _pipe.Read(taken);
        output.Write(lines.AsSpan(taken), out int then).ShouldBe(LogWriteStatus.Done);
        then.ShouldBe(lines.Length - taken);
        (read + _pipe.Read(then)).ShouldBe(Encoding.ASCII.GetString(lines));
    }

    [Fact]
    public void A_line_that_is_larger_than_the_pipe_is_finished_before_any_other()
    {
        using LogOutput output = OpenPipe();
        byte[] large = Lines(count: 1, bytes: PipeBytes + 100);
        output.Write(large, out int taken).ShouldBe(LogWriteStatus.Blocked);
        taken.ShouldBe(large.Length); // its end waits in the output
        output.Write("other\n"u8, out int other).ShouldBe(LogWriteStatus.Blocked);
        other.ShouldBe(0);
        _pipe.Read(PipeBytes);
        output.Write("other\n"u8, out _).ShouldBe(LogWriteStatus.Done);
        _pipe.Read(106).ShouldEndWith("x\nother\n");
    }

    [Fact]
    public void After_a_reader_went_away_lines_are_lost_until_another_comes()
    {
        using LogOutput output = OpenPipe();
        _pipe.CloseReader();
        output.Write("lost\n"u8, out _).ShouldBe(LogWriteStatus.Failed);
        output.LastError.ShouldBe("nobody reads any more");
        output.Write("lost\n"u8, out _).ShouldBe(LogWriteStatus.Failed);
        output.LastError.ShouldNotBeNull().ShouldEndWith("nobody reads this pipe");
        using var both = new FileStream(_pipe.Path, FileMode.Open, FileAccess.ReadWrite);
        _pipe.OpenReader();
        output.Write("kept\n"u8, out _).ShouldBe(LogWriteStatus.Done);
        _pipe.Read(5).ShouldBe("kept\n");
    }

    [Fact]
    public void A_line_whose_end_nobody_took_is_told_once_and_the_next_reader_gets_whole_lines()
    {
        using LogOutput output = OpenPipe();
        output
            .Write(Lines(count: 1, bytes: PipeBytes + 100), out _)
            .ShouldBe(LogWriteStatus.Blocked);
        output.TakeTornLines().ShouldBe(0);
        _pipe.CloseReader();
        output.Write("lost\n"u8, out _).ShouldBe(LogWriteStatus.Failed);
        output.Write("lost\n"u8, out _).ShouldBe(LogWriteStatus.Failed);
        output.TakeTornLines().ShouldBe(1);
        output.TakeTornLines().ShouldBe(0);

        using var both = new FileStream(_pipe.Path, FileMode.Open, FileAccess.ReadWrite);
        _pipe.OpenReader();
        output.Write("kept\n"u8, out _).ShouldBe(LogWriteStatus.Done);
        _pipe.Read(5).ShouldBe("kept\n");
    }

    private LogOutput OpenPipe()
    {
        using var both = new FileStream(_pipe.Path, FileMode.Open, FileAccess.ReadWrite);
        _pipe.OpenReader();
        return LogOutput.ToFile(_pipe.Path);
    }

    private static byte[] Lines(int count, int bytes)
    {
        var lines = new byte[count * bytes];
        lines.AsSpan().Fill((byte)'x');
        for (int i = 1; i <= count; i++)
        {
            lines[(i * bytes) - 1] = (byte)'\n';
        }

        return lines;
    }
}
