// Request ids, and that nothing of one head is left for the next one that uses the object.
using System.Text;
using System.Text.RegularExpressions;
using Shouldly;
using Weir.Protocol.Http.Fields;
using Weir.Proxy.Policies;
using Weir.Proxy.Primitives;
using Xunit;

namespace Weir.Tests.Proxy.Policies;

public sealed partial class ReceivedRequestTests
{
    private readonly ClientFacts _client = new();
    private readonly ReceivedRequest _request = new();

    [Fact]
    public void A_trusted_request_id_is_kept_as_it_is()
    {
        _request.SetRequestId("abc-123"u8, new Rng(1));
        RequestId().ShouldBe("abc-123");
        _request.SetRequestId(new byte[128].AsSpan(), new Rng(1));
        _request.RequestId.Length.ShouldBe(128);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(129)]
    public void Without_one_or_with_one_too_long_128_random_bits_are_made(int length)
    {
        _request.SetRequestId(new byte[length], new Rng(7));
        string first = RequestId();
        first.Length.ShouldBe(32);
        HexDigits().IsMatch(first).ShouldBeTrue(first);

        var rng = new Rng(7);
        first.ShouldBe($"{rng.Next():x16}{rng.Next():x16}");
    }

    [Fact]
    public void A_shorter_id_leaves_nothing_of_a_longer_one()
    {
        _request.SetRequestId([], new Rng(1));
        _request.SetRequestId("z"u8, new Rng(1));
        RequestId().ShouldBe("z");
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1025)]
    [InlineData(16 * 1024)]
    public void The_bytes_of_a_request_are_kept_with_what_is_known_of_its_client(int length)
    {
        byte[] source = [.. Enumerable.Range(0, length).Select(i => (byte)i)];
        _request.Keep(source, _client, peerIsTrusted: true, [1, 2]);
        byte[] kept = [.. source];
        source[0] = 0xFF; // the block it came in may be filled anew
        _request.Source.ToArray().ShouldBe(kept);
        _request.PeerIsTrusted.ShouldBeTrue();
        _request.Client.ShouldBeSameAs(_client);
        _request.LocalHost.ShouldBe([1, 2]);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(16 * 1024)]
    public void Clear_leaves_nothing_of_a_request(int length)
    {
        _request.Keep(new byte[length], _client, peerIsTrusted: true, []);
        _request.SetRequestId("x"u8, new Rng(1));
        _request.FirstBodyBytes = 7;
        _request.Edits.Add(FieldName.Server, "x"u8);
        _request.Clear();
        _request.Source.Length.ShouldBe(0);
        _request.RequestId.Length.ShouldBe(0);
        _request.PeerIsTrusted.ShouldBeFalse();
        ((object?)_request.Client).ShouldBeNull();
        _request.FirstBodyBytes.ShouldBe(0);
        _request.Edits.Length.ShouldBe(0);
    }

    private string RequestId() => Encoding.ASCII.GetString(_request.RequestId);

    [GeneratedRegex("^[0-9a-f]{32}$", RegexOptions.None, 1000)]
    private static partial Regex HexDigits();
}
