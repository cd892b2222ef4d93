// What is given back comes out again, the last one first, and nothing comes twice.
using Shouldly;
using Weir.Proxy.Primitives;
using Xunit;

namespace Weir.Tests.Proxy.Primitives;

public sealed class FreeListTests
{
    private readonly FreeList<string> _list = new();

    [Fact]
    public void What_came_back_last_goes_out_first()
    {
        _list.TryTake(out string? none).ShouldBeFalse();
        none.ShouldBeNull();
        _list.Put("a");
        _list.Put("b");
        _list.Put("c");
        Take().ShouldBe("c");
        _list.Put("d");
        Take().ShouldBe("d");
        Take().ShouldBe("b");
        Take().ShouldBe("a");
        _list.TryTake(out _).ShouldBeFalse();
    }

    private string Take() => _list.TryTake(out string? item) ? item : "nothing";
}
