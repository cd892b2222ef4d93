// Who is named in Via: list members over several fields, comments, and what breaks the grammar.
using Shouldly;
using Weir.Protocol.Http;
using Weir.Protocol.Http.Fields;
using Weir.Protocol.Http1.Parsing;
using Weir.Tests.Budgets;
using Xunit;

namespace Weir.Tests.Protocol.Http.Fields;

public class ViaFieldTests
{
    [Theory]
    [InlineData("1.1 weir-0a1b2c3d")]
    [InlineData("1.1 WEIR-0A1B2C3D")]
    [InlineData("HTTP/1.1 weir-0a1b2c3d")]
    [InlineData("1.1\tweir-0a1b2c3d\t")]
    [InlineData("1.1  weir-0a1b2c3d:9000")]
    [InlineData("1.1 weir-0a1b2c3d (comment)")]
    [InlineData("1.1 weir-0a1b2c3d(comment)")]
    [InlineData("1.0 fred, 1.1 weir-0a1b2c3d, 1.1 p.example.net")]
    [InlineData(",, 1.0 fred ,1.1 weir-0a1b2c3d")]
    [InlineData("1.0 fred (a, b), 1.1 weir-0a1b2c3d")]
    [InlineData("1.0 fred (a (b\\) \\( c), d)), 1.1 weir-0a1b2c3d")]
    [InlineData("1.0 fred\r\nX: y\r\nvia: 1.1 weir-0a1b2c3d")]
    // A comment that nobody closes, on its own or with a field that was joined to it.
    [InlineData("1.0 fred (, 1.1 weir-0a1b2c3d")]
    [InlineData("1.0 fred ((a), 1.1 weir-0a1b2c3d")]
    [InlineData("1.0 fred (\\), 1.1 weir-0a1b2c3d (b)")]
    [InlineData("1.0 fred )), 1.1 weir-0a1b2c3d")]
    public void A_pseudonym_is_found_wherever_it_stands(string via) => Names(via).ShouldBeTrue();

    [Theory]
    [InlineData("1.1 weir-0a1b2c3e")]
    [InlineData("1.1 weir-0a1b2c3d4")]
    [InlineData("1.1 weir-0a1b2c3")]
    [InlineData("1.1 xweir-0a1b2c3d")]
    [InlineData("weir-0a1b2c3d")]
    [InlineData("1.1 fred (1.1 weir-0a1b2c3d)")]
    [InlineData("1.1 fred (a, 1.1 weir-0a1b2c3d, b)")]
    [InlineData("1.1 fred (a (b), 1.1 weir-0a1b2c3d \\) , 1.1 weir-0a1b2c3d)")]
    [InlineData("")]
    [InlineData(", ,")]
    [InlineData("()")]
    public void Others_and_comments_are_not_taken_for_it(string via) => Names(via).ShouldBeFalse();

    [Fact]
    public void A_head_full_of_brackets_is_read_once()
    {
        string text = new('(', 60_000);
        Names(text).ShouldBeFalse();
        Names(text + ", 1.1 weir-0a1b2c3d").ShouldBeTrue();
    }

    [Fact]
    public void Looking_allocates_nothing()
    {
        const string Text = "GET / HTTP/1.1\r\nHost: a\r\nVia: 1.0 a (b), 1.1 c\r\n\r\n";
        byte[] source = Wire.Bytes(Text);
        RequestHead head = Wire.ValidRequest(Text);
        AllocatedBytes
            .Of(
                () =>
                {
                    ViaField.Names(source, head.Fields, "weir-0a1b2c3d"u8).ShouldBeFalse();
                },
                warmUp: 100,
                repetitions: 100
            )
            .ShouldBe(0);
    }

    private static bool Names(string via)
    {
        byte[] source = Wire.Bytes("GET / HTTP/1.1\r\nHost: a\r\nVia: " + via + "\r\n\r\n");
        var head = new RequestHead();
        RequestHeadParser
            .Parse(source, new HeadLimits(65_536, 128), head)
            .Status.ShouldBe(ParseStatus.Complete);
        return ViaField.Names(source, head.Fields, "weir-0a1b2c3d"u8);
    }
}
