// The tree of segments finds the lowest index among all matching prefixes.
using System.Text;
using Shouldly;
using Weir.Proxy.Routing;
using Xunit;

namespace Weir.Tests.Proxy.Routing;

public sealed class PathNodeTests
{
    private readonly PathNode _root = new();

    [Fact]
    public void Of_all_matching_prefixes_the_first_added_wins()
    {
        Add("/a/b/c", "/a/", "/a/b", null, "/a");

        Find("/a/b/c").ShouldBe(0);
        Find("/a/b/c/d").ShouldBe(0);
        Find("/a/b/x").ShouldBe(1);
        Find("/a").ShouldBe(3);
        Find("/").ShouldBe(3);
        Find("").ShouldBe(3);
    }

    [Fact]
    public void An_equal_prefix_added_later_never_matches()
    {
        Add("/a", "/a", "/", null);

        Find("/a").ShouldBe(0);
        Find("/b").ShouldBe(2);
    }

    [Fact]
    public void Without_a_match_there_is_none()
    {
        Find("/").ShouldBe(PathNode.None);
        Add("/a/b");
        Find("/a").ShouldBe(PathNode.None);
        Find("/a/bc").ShouldBe(PathNode.None);
        Find("*").ShouldBe(PathNode.None);
    }

    private void Add(params string?[] prefixes)
    {
        for (int i = 0; i < prefixes.Length; i++)
        {
            _root.Add(prefixes[i], i);
        }
    }

    private int Find(string path) => _root.Find(Encoding.UTF8.GetBytes(path));
}
