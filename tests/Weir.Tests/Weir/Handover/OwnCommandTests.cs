// The command that starts the program again.
using System.Text;
using Shouldly;
using Weir.Handover;
using Xunit;

namespace Weir.Tests.Handover;

public sealed class OwnCommandTests
{
    [Theory]
    [InlineData("/usr/bin/weir", "/usr/bin/weir")]
    [InlineData("artifacts/weir", "/srv/artifacts/weir")]
    [InlineData("../weir", "/weir")]
    [InlineData("weir", "/usr/local/bin/weir")]
    public void The_program_is_found_as_it_was_given(string given, string found) =>
        Parse(given + "\0run\0-c\0\0").Program.ShouldBe(found);

    [Fact]
    public void Arguments_are_kept_with_their_spaces() =>
        Parse("/weir\0run\0--set\0listen.mode=a b\0")
            .Arguments.ShouldBe(["run", "--set", "listen.mode=a b"]);

    private static OwnCommand Parse(string commandLine) =>
        OwnCommand.Parse(
            Encoding.UTF8.GetBytes(commandLine),
            "/srv",
            "/usr/sbin:/usr/local/bin:/usr/bin",
            static path => path is "/usr/local/bin/weir" or "/usr/bin/weir"
        );
}
