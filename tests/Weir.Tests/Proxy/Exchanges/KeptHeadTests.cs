// Request ids, and that nothing of one head is left for the next one that uses the object.
using System.Text;
using System.Text.RegularExpressions;
using Shouldly;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Primitives;
using Weir.Proxy.Snapshots;
using Weir.Tests.Proxy.Snapshots;
using Xunit;

namespace Weir.Tests.Proxy.Exchanges;

public sealed partial class KeptHeadTests
{
    private readonly ListenerSnapshot _listener = Listeners.Http(c => c);
    private readonly KeptHead _head = new();

    [Fact]
    public void A_trusted_request_id_is_kept_as_it_is()
    {
        _head.SetRequestId("abc-123"u8, new Rng(1));
        RequestId().ShouldBe("abc-123");
        _head.SetRequestId(new byte[128].AsSpan(), new Rng(1));
        _head.RequestId.Length.ShouldBe(128);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(129)]
    public void Without_one_or_with_one_too_long_128_random_bits_are_made(int length)
    {
        _head.SetRequestId(new byte[length], new Rng(7));
        string first = RequestId();
        first.Length.ShouldBe(32);
        HexDigits().IsMatch(first).ShouldBeTrue(first);

        var rng = new Rng(7);
        first.ShouldBe($"{rng.Next():x16}{rng.Next():x16}");
    }

    [Fact]
    public void A_shorter_id_leaves_nothing_of_a_longer_one()
    {
        _head.SetRequestId([], new Rng(1));
        _head.SetRequestId("z"u8, new Rng(1));
        RequestId().ShouldBe("z");
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1025)]
    [InlineData(16 * 1024)]
    public void The_bytes_of_a_head_are_kept_with_what_its_listener_says(int length)
    {
        byte[] source = [.. Enumerable.Range(0, length).Select(i => (byte)i)];
        _head.Keep(_listener, source, peerIsTrusted: true);
        byte[] kept = [.. source];
        source[0] = 0xFF; // the block it came in may be filled anew
        _head.Source.ToArray().ShouldBe(kept);
        _head.PeerIsTrusted.ShouldBeTrue();
        _head.Via.ShouldBe(_listener.Via);
        _head.LocalHost.ShouldBe(_listener.State.LocalHost);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(16 * 1024)]
    public void Clear_leaves_nothing_of_a_head(int length)
    {
        _head.Keep(_listener, new byte[length], peerIsTrusted: true);
        _head.SetRequestId("x"u8, new Rng(1));
        _head.Trace = new TraceChoice(null, null, KeepsState: true);
        _head.Clear();
        _head.Source.Length.ShouldBe(0);
        _head.RequestId.Length.ShouldBe(0);
        _head.PeerIsTrusted.ShouldBeFalse();
        _head.Trace.ShouldBe(default);
    }

    private string RequestId() => Encoding.ASCII.GetString(_head.RequestId);

    [GeneratedRegex("^[0-9a-f]{32}$", RegexOptions.None, 1000)]
    private static partial Regex HexDigits();
}
