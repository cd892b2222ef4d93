// Values of the environment in texts.

using CsCheck;
using Shouldly;
using Weir.Configuration.Source;
using Xunit;

namespace Weir.Tests.Configuration.Source;

public sealed class SubstitutionTests
{
    private static readonly Func<string, string?> Environment = name =>
        name switch
        {
            "HOST" => "db.example.com",
            "PORT" => "9100",
            "EMPTY" => "",
            _ => null,
        };

    [Theory]
    [InlineData("plain", "plain", false)]
    [InlineData("${HOST}", "db.example.com", true)]
    [InlineData("${HOST}:${PORT}", "db.example.com:9100", false)]
    [InlineData("${PORT}${PORT}", "91009100", true)]
    [InlineData("${EMPTY}", "", true)]
    [InlineData("${EMPTY:-x}", "x", true)]
    [InlineData("${NONE:-}", "", true)]
    [InlineData("${NONE:-a:-b}", "a:-b", true)]
    [InlineData("${PORT:-1}", "9100", true)]
    [InlineData("$${HOST}", "${HOST}", false)]
    [InlineData("$$${HOST}", "$${HOST}", false)]
    [InlineData("$HOST $ {x} $$", "$HOST $ {x} $$", false)]
    public void Variables_defaults_and_escapes_are_put_in(
        string text,
        string expected,
        bool isWhole
    ) =>
        Substitution
            .Apply(text, Environment)
            .ShouldBe(new Substitution(expected, isWhole, null, null));

    [Theory]
    [InlineData("${NONE}", "undefined-variable")]
    [InlineData("${HOST", "bad-variable")]
    [InlineData("${}", "bad-variable")]
    [InlineData("${1A}", "bad-variable")]
    [InlineData("${A-B}", "bad-variable")]
    public void What_cannot_be_put_in_is_an_error(string text, string code) =>
        Substitution.Apply(text, Environment).ErrorCode.ShouldBe(code);

    [Fact]
    public void An_escaped_text_reads_as_it_was() =>
        Gen.String[Gen.Char["${}A:-"]]
            .Sample(text =>
                Substitution.Apply(Substitution.Escape(text), Environment).Text == text
            );
}
