// Request ids, failures, and that nothing of one exchange is left for the next one that uses the object.
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Shouldly;
using Weir.Proxy.Events;
using Weir.Proxy.Facts;
using Weir.Proxy.Primitives;
using Weir.Proxy.Sessions;
using Xunit;

namespace Weir.Tests.Proxy.Sessions;

public sealed partial class HttpExchangeTests
{
    // Set anew when a request begins or is sent, so that Clear leaves them.
    private static readonly string[] s_setByTheNext =
    [
        nameof(HttpExchange.StartedUs),
        nameof(HttpExchange.BackendSentMark),
        nameof(HttpExchange.ClientBytesInMark),
        nameof(HttpExchange.ClientBytesOutMark),
        nameof(HttpExchange.MinorVersion),
    ];

    private readonly HttpExchange _exchange = new();

    [Fact]
    public void A_trusted_request_id_is_kept_as_it_is()
    {
        _exchange.SetRequestId("abc-123"u8, new Rng(1));
        RequestId().ShouldBe("abc-123");
        _exchange.SetRequestId(new byte[128].AsSpan(), new Rng(1));
        _exchange.RequestId.Length.ShouldBe(128);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(129)]
    public void Without_one_or_with_one_too_long_128_random_bits_are_made(int length)
    {
        _exchange.SetRequestId(new byte[length], new Rng(7));
        string first = RequestId();
        first.Length.ShouldBe(32);
        HexDigits().IsMatch(first).ShouldBeTrue(first);

        var rng = new Rng(7);
        first.ShouldBe($"{rng.Next():x16}{rng.Next():x16}");
    }

    [Fact]
    public void A_shorter_id_leaves_nothing_of_a_longer_one()
    {
        _exchange.SetRequestId([], new Rng(1));
        _exchange.SetRequestId("z"u8, new Rng(1));
        RequestId().ShouldBe("z");
    }

    [Fact]
    public void A_failure_has_the_status_of_its_code_unless_it_says_another()
    {
        _exchange.Fail(FailureCode.NoRoute, "no route");
        _exchange.ErrorStatus.ShouldBe(404);
        _exchange.Fail(FailureCode.HttpRequestError, "too long", 414);
        (_exchange.Error, _exchange.ErrorStatus, _exchange.ErrorDetail).ShouldBe(
            (FailureCode.HttpRequestError, 414, "too long")
        );
    }

    [Fact]
    public void Clear_leaves_nothing_behind()
    {
        FieldInfo[] fields = typeof(HttpExchange).GetFields(
            BindingFlags.Public | BindingFlags.Instance
        );
        HttpExchange fresh = new();
        fresh.Clear();
        foreach (
            FieldInfo field in fields.Where(f => f.FieldType.IsPrimitive || f.FieldType.IsEnum)
        )
        {
            field.SetValue(
                _exchange,
                field.FieldType.IsEnum
                    ? Enum.ToObject(field.FieldType, 1)
                    : Convert.ChangeType(1, field.FieldType, null)
            );
        }

        _exchange.ErrorDetail = "x";
        _exchange.SetRequestId("x"u8, new Rng(1));
        _exchange.Cluster = Exchanges.Sent().Cluster;
        _exchange.Texts.Set(RequestText.Method, "GET"u8);
        _exchange.Clear();

        foreach (FieldInfo field in fields.Where(IsLeftClean))
        {
            field.GetValue(_exchange).ShouldBe(field.GetValue(fresh), field.Name);
        }

        _exchange.RequestId.Length.ShouldBe(0);
        _exchange.Texts.Has(RequestText.Method).ShouldBeFalse();
    }

    private string RequestId() => Encoding.ASCII.GetString(_exchange.RequestId);

    // The body trackers begin anew by their own Begin.
    private static bool IsLeftClean(FieldInfo field) =>
        !s_setByTheNext.Contains(field.Name) && field.FieldType != typeof(BodyTracker);

    [GeneratedRegex("^[0-9a-f]{32}$", RegexOptions.None, 1000)]
    private static partial Regex HexDigits();
}
