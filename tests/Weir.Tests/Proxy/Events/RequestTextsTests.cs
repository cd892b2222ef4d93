// Texts that are kept in one buffer.
using Shouldly;
using Weir.Proxy.Events;
using Weir.Tests.Budgets;
using Xunit;

namespace Weir.Tests.Proxy.Events;

public sealed class RequestTextsTests
{
    private readonly RequestTexts _texts = new();

    [Fact]
    public void A_text_is_absent_until_it_is_set_and_an_empty_one_is_not()
    {
        _texts.Has(RequestText.Path).ShouldBeFalse();
        _texts.Get(RequestText.Path).Length.ShouldBe(0);
        _texts.Set(RequestText.Path, []);
        _texts.Has(RequestText.Path).ShouldBeTrue();
    }

    [Fact]
    public void Texts_keep_apart_while_the_buffer_grows()
    {
        string path = new('p', 5_000);
        Set(RequestText.Method, "GET");
        Set(RequestText.Path, path);
        Set(RequestText.RequestId, "id");
        Text(_texts, RequestText.Method).ShouldBe("GET");
        Text(_texts, RequestText.Path).ShouldBe(path);
        Text(_texts, RequestText.RequestId).ShouldBe("id");
    }

    [Fact]
    public void A_copy_is_whole_and_stands_alone()
    {
        Set(RequestText.Path, "/a");
        var copy = new RequestTexts();
        copy.Set(RequestText.Referer, "old"u8);
        copy.CopyFrom(_texts);
        _texts.Clear();
        Set(RequestText.Path, "/b");
        Text(copy, RequestText.Path).ShouldBe("/a");
        copy.Has(RequestText.Referer).ShouldBeFalse();
    }

    [Fact]
    public void Used_again_and_again_it_allocates_nothing()
    {
        AllocatedBytes
            .Of(
                () =>
                {
                    var texts = new RequestTexts();
                    var copy = new RequestTexts();
                    return () =>
                    {
                        texts.Clear();
                        texts.Set(RequestText.Path, "/some/path/as/long/as/most"u8);
                        copy.CopyFrom(texts);
                    };
                },
                warmUp: 1,
                repetitions: 2
            )
            .ShouldBe(0);
    }

    private void Set(RequestText text, string value) =>
        _texts.Set(text, System.Text.Encoding.ASCII.GetBytes(value));

    private static string Text(RequestTexts texts, RequestText text) =>
        System.Text.Encoding.ASCII.GetString(texts.Get(text));
}
