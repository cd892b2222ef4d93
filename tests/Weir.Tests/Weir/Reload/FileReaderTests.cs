// Files are read whole, within a time, or it is said why not.
using System.Diagnostics;
using Shouldly;
using Weir.Linux;
using Weir.Reload;
using Xunit;

namespace Weir.Tests.Reload;

public sealed class FileReaderTests : IDisposable
{
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(50);

    private readonly string _folder = Directory.CreateTempSubdirectory("weir-read").FullName;

    private string FilePath => Path.Combine(_folder, "file");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(300_000)]
    public void A_file_is_read_to_its_end(int bytes)
    {
        byte[] content = new byte[bytes];
        new Random(1).NextBytes(content);
        File.WriteAllBytes(FilePath, content);
        FileContent read = FileReader.Read(FilePath);
        read.Fault.ShouldBe(InputFault.None);
        read.IsRegular.ShouldBeTrue();
        read.Bytes.ShouldBe(content);
    }

    [Fact]
    public void A_pipe_that_nobody_writes_to_is_given_up_in_time()
    {
        MakePipe();
        FileContent read = FileReader.Read(FilePath, s_short);
        read.Fault.ShouldBe(InputFault.TooSlow);
        read.Problem.ShouldContain("not read within 0.05 s");
    }

    [Fact]
    public async Task A_pipe_is_read_though_its_writer_comes_late_and_in_pieces()
    {
        MakePipe();
        Task<FileContent> reading = Task.Run(() => FileReader.Read(FilePath));
        await using (FileStream writer = File.OpenWrite(FilePath)) // waits for the reader
        {
            writer.Write("one "u8);
            writer.Flush();
            writer.Write("two"u8);
        }

        FileContent read = await reading;
        read.Bytes.ShouldBe("one two"u8.ToArray());
        read.IsRegular.ShouldBeFalse();
    }

    [Fact]
    public void A_device_that_never_ends_is_too_large() =>
        FileReader.Read("/dev/zero").Fault.ShouldBe(InputFault.TooLarge);

    [Fact]
    public void What_is_missing_or_a_directory_is_told_apart()
    {
        FileReader.Read(FilePath).Fault.ShouldBe(InputFault.Missing);
        FileReader.Read(_folder).Fault.ShouldBe(InputFault.IsDirectory);
    }

    private void MakePipe()
    {
        using var made = Process.Start("mkfifo", FilePath);
        made.WaitForExit();
    }
}
