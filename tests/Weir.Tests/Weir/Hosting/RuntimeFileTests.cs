// Where an instance leaves word of its admin API, and who finds it.
using System.Globalization;
using System.Net;
using Shouldly;
using Weir.Hosting;
using Xunit;

namespace Weir.Tests.Hosting;

public sealed class RuntimeFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("weir-runtime").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string FilePath =>
        Path.Combine(
            _folder,
            Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + ".json"
        );

    [Fact]
    public void It_is_found_by_the_configuration_and_goes_with_the_instance()
    {
        RuntimeFile file = Write("/etc/weir/one.json", "127.0.0.1", 9007);
        Find("/etc/weir/one.json").ShouldBe("127.0.0.1:9007");
        Find("/etc/weir/../weir/one.json").ShouldBe("127.0.0.1:9007");
        Find("/etc/weir/two.json").ShouldBeNull();
        file.Dispose();
        File.Exists(FilePath).ShouldBeFalse();
        Find("/etc/weir/one.json").ShouldBeNull();
    }

    [Fact]
    public void Nobody_else_may_read_it()
    {
        using RuntimeFile file = Write("/etc/weir/one.json", "127.0.0.1", 9007);
        if (!OperatingSystem.IsWindows()) // for the analyzer: nothing here runs there
        {
            File.GetUnixFileMode(FilePath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Theory]
    [InlineData("0.0.0.0", "127.0.0.1:9007")]
    [InlineData("::", "[::1]:9007")]
    [InlineData("10.1.2.3", "10.1.2.3:9007")]
    public void It_says_how_to_reach_it_from_here(string bound, string reached)
    {
        using RuntimeFile file = Write("/etc/weir/one.json", bound, 9007);
        Find("/etc/weir/one.json").ShouldBe(reached);
    }

    [Fact]
    public void What_a_killed_instance_left_counts_for_nothing_and_is_removed_by_the_next()
    {
        string dead = Path.Combine(_folder, "1.json");
        File.WriteAllText(
            dead,
            """{"pid":1,"start":-5,"config":"/etc/weir/one.json","admin":"127.0.0.1:1"}"""
        );
        File.WriteAllText(Path.Combine(_folder, "odd.json"), "{");
        Find("/etc/weir/one.json").ShouldBeNull();
        using RuntimeFile file = Write("/etc/weir/one.json", "127.0.0.1", 9007);
        File.Exists(dead).ShouldBeFalse();
        Find("/etc/weir/one.json").ShouldBe("127.0.0.1:9007");
    }

    [Fact]
    public void Without_a_file_or_an_api_there_is_nothing_to_tell()
    {
        RuntimeFile.TryWrite(null, new IPEndPoint(IPAddress.Loopback, 1), [_folder]).ShouldBeNull();
        RuntimeFile.TryWrite("/etc/weir/one.json", null, [_folder]).ShouldBeNull();
    }

    [Fact]
    public void Where_the_first_folder_takes_nothing_the_next_does()
    {
        string file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        using RuntimeFile written = RuntimeFile
            .TryWrite("a.json", new IPEndPoint(IPAddress.Loopback, 1), [file, _folder])
            .ShouldNotBeNull();
        Find("a.json").ShouldBe("127.0.0.1:1");
    }

    private RuntimeFile Write(string config, string address, int port) =>
        RuntimeFile
            .TryWrite(config, new IPEndPoint(IPAddress.Parse(address), port), [_folder])
            .ShouldNotBeNull();

    private string? Find(string config) => RuntimeFile.AdminAddressOf(config, [_folder]);
}
