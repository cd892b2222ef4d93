// The pid file names the process that serves, and goes with it.
using System.Globalization;
using Shouldly;
using Weir.Hosting;
using Xunit;

namespace Weir.Tests.Hosting;

public sealed class PidFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("weir-pid");

    private string FilePath => Path.Combine(_folder.FullName, "weir.pid");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void It_holds_the_number_of_this_process_and_goes_with_it()
    {
        PidFile? file = PidFile.TryWrite(FilePath, out string? problem);
        problem.ShouldBeNull();
        int.Parse(File.ReadAllText(FilePath), CultureInfo.InvariantCulture)
            .ShouldBe(Environment.ProcessId);
        file.ShouldNotBeNull().Dispose();
        File.Exists(FilePath).ShouldBeFalse();
    }

    [Fact]
    public void One_that_a_successor_wrote_stays()
    {
        PidFile? file = PidFile.TryWrite(FilePath, out _);
        File.WriteAllText(FilePath, "1\n");
        file.ShouldNotBeNull().Dispose();
        File.ReadAllText(FilePath).ShouldBe("1\n");
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_named()
    {
        string nowhere = Path.Combine(_folder.FullName, "missing", "weir.pid");
        PidFile.TryWrite(nowhere, out string? problem).ShouldBeNull();
        problem.ShouldNotBeNull().ShouldContain(nowhere);
    }
}
