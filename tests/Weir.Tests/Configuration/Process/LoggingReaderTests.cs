// The logging and accessLog sections.

using Shouldly;
using Weir.Configuration.Process;
using Xunit;
using static Weir.Tests.Configuration.ConfigTestText;

namespace Weir.Tests.Configuration.Process;

public sealed class LoggingReaderTests
{
    [Theory]
    [InlineData("\"mode\": §\"file\"")]
    [InlineData("\"mode\": §\"file\", \"filePath\": \"\"")]
    public void Mode_file_needs_a_file_path(string members) =>
        ReadError(WithRoot($"\"logging\": {{ {members} }}"), "missing-key")
            .Message.ShouldStartWith("\"filePath\" is missing");

    [Fact]
    public void A_file_path_that_is_wrong_is_told_once()
    {
        ReadError(WithRoot(""" "logging": { "mode": "file", "filePath": §5 } """), "wrong-type");
        ReadError(
            WithRoot(""" "logging": { "mode": "file", "filePath": §"${NONE}" } """),
            "undefined-variable"
        );
    }

    [Fact]
    public void A_file_path_without_mode_file_is_valid_with_a_warning()
    {
        ReadWarning(WithRoot(""" "logging": { §"filePath": "/tmp/x" } """), "unused-key");
        ReadFine(WithRoot(""" "logging": { "mode": "stderr", "filePath": "" } """))
            .Logging.Mode.ShouldBe(LogMode.Stderr);
    }

    [Fact]
    public void A_level_is_one_of_four() =>
        ReadError(WithRoot(""" "logging": { "level": §"warning" } """), "bad-value")
            .Suggestion.ShouldBe("warn");

    [Fact]
    public void An_access_log_needs_a_place() =>
        ReadError(WithRoot(""" "accessLog": { "path": §"" } """), "bad-value");
}
