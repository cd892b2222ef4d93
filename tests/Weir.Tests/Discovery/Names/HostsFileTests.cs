// Names in a hosts file.
using Shouldly;
using Weir.Discovery.Names;
using Xunit;

namespace Weir.Tests.Discovery.Names;

public sealed class HostsFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("db.test", true)]
    [InlineData("DB.Test", true)]
    [InlineData("alias", true)]
    [InlineData("10.0.0.1", false)]
    [InlineData("commented.test", false)]
    [InlineData("late.test", false)]
    [InlineData("b.test", false)]
    public void Every_name_behind_an_address_counts_and_no_comment(string host, bool isThere)
    {
        File.WriteAllText(
            _path,
            "# 10.0.0.9 commented.test\n10.0.0.1\tdb.test  alias # late.test\n\n::1 localhost\n"
        );
        new HostsFile(_path).Has(host).ShouldBe(isThere);
    }

    [Fact]
    public void It_is_read_anew_each_time_and_without_a_file_there_are_no_names()
    {
        var hosts = new HostsFile(_path);
        hosts.Has("db.test").ShouldBeFalse();
        File.WriteAllText(_path, "10.0.0.1 db.test");
        hosts.Has("db.test").ShouldBeTrue();
        File.Delete(_path);
        hosts.Has("db.test").ShouldBeFalse();
    }
}
