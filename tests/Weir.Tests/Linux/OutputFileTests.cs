// Writing without waiting, to what the kernel has: files, named pipes with and without a reader, a disk that is full.
using Shouldly;
using Weir.Linux;
using Xunit;

namespace Weir.Tests.Linux;

public sealed class OutputFileTests : IDisposable
{
    private readonly NamedPipe _pipe = new();

    public void Dispose() => _pipe.Dispose();

    [Fact]
    public void A_file_is_made_and_appended_to()
    {
        string path = _pipe.Path + ".log";
        for (int i = 0; i < 2; i++)
        {
            using OutputFile file = Open(path);
            file.IsSeekable.ShouldBeTrue();
            file.Write("line\n"u8, out _).ShouldBe(5);
        }

        File.ReadAllText(path).ShouldBe("line\nline\n");
    }

    [Fact]
    public void A_named_pipe_that_nobody_reads_is_an_error_and_no_wait()
    {
        OutputFile.Append(_pipe.Path, out string? problem).ShouldBeNull();
        problem.ShouldBe($"cannot open {_pipe.Path}: nobody reads this pipe");
    }

    [Fact]
    public void A_path_that_leads_nowhere_is_an_error_with_its_reason()
    {
        OutputFile.Append(_pipe.Path + "/x", out string? problem).ShouldBeNull();
        problem.ShouldBe($"cannot open {_pipe.Path}/x: Not a directory");
    }

    [Fact]
    public void A_pipe_whose_reader_sleeps_takes_what_fits_and_then_says_so()
    {
        using OutputFile file = OpenPipe();
        var line = new byte[4096];
        int taken = 0;
        for (int last; (last = file.Write(line, out string? problem)) > 0; taken += last)
        {
            problem.ShouldBeNull();
        }

        taken.ShouldBe(64 * 1024);
        file.Write(line, out _).ShouldBe(0);
        _pipe.Read(8192);
        file.Write(line, out _).ShouldBe(4096);
    }

    [Fact]
    public void A_pipe_whose_reader_went_away_is_a_failure_and_no_signal()
    {
        using OutputFile file = OpenPipe();
        _pipe.CloseReader();
        file.Write("x"u8, out string? problem).ShouldBe(-1);
        problem.ShouldBe("nobody reads any more");
    }

    [Fact]
    public void A_full_disk_is_a_failure_with_its_reason()
    {
        using OutputFile file = Open("/dev/full");
        file.Write("x"u8, out string? problem).ShouldBe(-1);
        problem.ShouldBe("No space left on device");
    }

    private OutputFile OpenPipe()
    {
        // Opened to read and write, a pipe waits for nobody; so the reader finds a writer, and the writer a reader.
        using var both = new FileStream(_pipe.Path, FileMode.Open, FileAccess.ReadWrite);
        _pipe.OpenReader();
        return Open(_pipe.Path);
    }

    private static OutputFile Open(string path)
    {
        OutputFile? file = OutputFile.Append(path, out string? problem);
        problem.ShouldBeNull();
        return file!; // no problem, so there is one
    }
}
