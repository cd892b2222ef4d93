// Addresses, and what is wrong with those that are none.

using Shouldly;
using Weir.Configuration.Values;
using Xunit;

namespace Weir.Tests.Configuration.Values;

public sealed class AddressTextTests
{
    [Theory]
    [InlineData("127.0.0.1:9000", EndpointKind.Ip, "127.0.0.1", 9000)]
    [InlineData("[::1]:0", EndpointKind.Ip, "::1", 0)]
    [InlineData("localhost:65535", EndpointKind.HostName, "localhost", 65535)]
    [InlineData("my_db.local:5432", EndpointKind.HostName, "my_db.local", 5432)]
    public void Host_and_port_are_taken_apart_and_the_text_kept(
        string text,
        EndpointKind kind,
        string host,
        int port
    )
    {
        EndpointAddress address = AddressText
            .Parse(text, AddressUse.Listen)
            .Address.ShouldNotBeNull();

        (address.Kind, address.Host, address.Port, address.Text).ShouldBe((kind, host, port, text));
        address.ToString().ShouldBe(text);
    }

    [Fact]
    public void A_backend_may_be_a_unix_socket()
    {
        EndpointAddress address = AddressText
            .Parse("unix:/run/a.sock", AddressUse.Backend)
            .Address.ShouldNotBeNull();

        (address.Kind, address.Host, address.Port).ShouldBe((EndpointKind.Unix, "/run/a.sock", 0));
        AddressText.Parse("unix:/run/a.sock", AddressUse.Listen).Error.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1:9000")]
    [InlineData("::1", "[::1]:9000")]
    [InlineData("fe80::1:2:80", "[fe80::1:2:80]:9000")]
    [InlineData(":9000", "0.0.0.0:9000")]
    [InlineData("unix:run/a.sock", "unix:/run/a.sock")]
    [InlineData("1:2:3:4:5:6:7:8:80", "[1:2:3:4:5:6:7:8]:80")]
    public void What_was_probably_meant_is_suggested(string text, string suggestion) =>
        AddressText.Parse(text, AddressUse.Backend).Suggestion.ShouldBe(suggestion);

    [Theory]
    [InlineData("http://127.0.0.1:9100", "127.0.0.1:9100")]
    [InlineData("http://127.0.0.1:9100/", "127.0.0.1:9100")]
    [InlineData("HTTP://[::1]:9100/", "[::1]:9100")]
    [InlineData("http://api.example/", "api.example:80")]
    [InlineData("http://[::1]", "[::1]:80")]
    [InlineData("tcp://db:5432", "db:5432")]
    public void A_backend_may_be_a_url_that_says_no_more_than_host_and_port(
        string text,
        string address
    ) =>
        AddressText
            .Parse(text, AddressUse.Backend)
            .Address.ShouldNotBeNull()
            .Text.ShouldBe(address);

    [Theory]
    [InlineData("http://h:1/app", "h:1", "has a path")]
    [InlineData("http://h:1?x", "h:1", "has a path")]
    [InlineData("http://u:pw@h:1/", "h:1", "without a user name or password")]
    [InlineData("https://h/", null, "TLS to a backend, which is not there yet")]
    [InlineData("https://u:pw@h/", null, "without a user name or password")]
    [InlineData("ftp://h:1/", "h:1", "a URL of ftp")]
    [InlineData("http://:9000/", "0.0.0.0:9000", "no host")]
    public void A_url_that_says_more_is_told_what_is_wrong(
        string text,
        string? suggestion,
        string error
    )
    {
        AddressText parsed = AddressText.Parse(text, AddressUse.Backend);
        parsed.Error.ShouldNotBeNull().ShouldContain(error);
        parsed.Error.ShouldNotContain("pw");
        parsed.Suggestion.ShouldBe(suggestion);
    }

    [Fact]
    public void No_url_is_listened_at_and_none_is_a_host()
    {
        AddressText
            .Parse("http://0.0.0.0:80/", AddressUse.Listen)
            .Suggestion.ShouldBe("0.0.0.0:80");
        AddressText.Join("http://h/", 80).Suggestion.ShouldBe("h");
    }

    [Fact]
    public void A_star_is_no_address_to_listen_at() =>
        AddressText.Parse("*:80", AddressUse.Listen).Suggestion.ShouldBe("0.0.0.0:80");

    [Theory]
    [InlineData("")]
    [InlineData("localhost")]
    [InlineData("localhost:")]
    [InlineData("localhost:http")]
    [InlineData("localhost:0")]
    [InlineData("localhost:65536")]
    [InlineData("localhost:+80")]
    [InlineData("localhost: 80")]
    [InlineData("127.1:80")]
    [InlineData("300.0.0.1:80")]
    [InlineData("[127.0.0.1]:80")]
    [InlineData("[localhost]:80")]
    [InlineData("[::1:80")]
    [InlineData("a b:80")]
    [InlineData("ftp://a:80")]
    [InlineData("unix:")]
    public void Anything_else_is_none(string text)
    {
        AddressText parsed = AddressText.Parse(text, AddressUse.Backend);

        parsed.Address.ShouldBeNull();
        parsed.Error.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void The_path_of_a_unix_socket_has_107_bytes()
    {
        AddressText.Parse("unix:/" + new string('a', 106), AddressUse.Backend).Error.ShouldBeNull();
        AddressText
            .Parse("unix:/" + new string('a', 107), AddressUse.Backend)
            .Error.ShouldNotBeNull();
        AddressText.Parse("unix:/a\0", AddressUse.Backend).Error.ShouldNotBeNull();
    }

    [Fact]
    public void A_host_may_have_brackets_when_the_port_is_apart()
    {
        AddressText.Join("[::1]", 80).Address.ShouldBe(AddressText.Join("::1", 80).Address);
        AddressText.Join("::1", 80).Address.ShouldNotBeNull().Text.ShouldBe("[::1]:80");
    }
}
