// Which mappings are the program's code, and that a process lives on without them.
using Shouldly;
using Weir.Linux;
using Xunit;

namespace Weir.Tests.Linux;

public sealed class ProgramTextTests
{
    private const string Program = "/opt/weir 1/weir";

    [Fact]
    public void Code_of_the_program_is_told_by_its_path_and_permissions()
    {
        ProgramText
            .TryParse(
                $"00405000-00d31000 r-xp 00005000 fe:00 1234      {Program}",
                Program,
                out nuint start,
                out nuint length
            )
            .ShouldBeTrue();
        start.ShouldBe((nuint)0x405000);
        length.ShouldBe((nuint)0x92C000);
    }

    [Theory]
    [InlineData("012bd000-018a5000 rw-p 00ebc000 fe:00 1234      " + Program)]
    [InlineData("00400000-00405000 r--p 00000000 fe:00 1234      " + Program)]
    [InlineData("00405000-00d31000 rwxp 00005000 fe:00 1234      " + Program)]
    [InlineData("7f0000000000-7f0000001000 r-xp 00000000 fe:00 7 /usr/lib/libc.so.6")]
    [InlineData("7f0000000000-7f0000001000 r-xp 00000000 00:00 0")]
    [InlineData("00405000 r-xp 00005000 fe:00 1234      " + Program)]
    [InlineData("zz-yy r-xp 00005000 fe:00 1234      " + Program)]
    [InlineData("00405000-yy r-xp 00005000 fe:00 1234      " + Program)]
    [InlineData("")]
    public void Nothing_else_is(string line) =>
        ProgramText.TryParse(line, Program, out _, out _).ShouldBeFalse();

    [Fact]
    public void The_process_goes_on_without_its_code_in_memory() =>
        ProgramText.Release().ShouldBeGreaterThan(0);
}
