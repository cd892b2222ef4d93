// Which methods may be sent twice.
using Shouldly;
using Weir.Protocol.Http;
using Xunit;
using HttpMethod = Weir.Protocol.Http.HttpMethod;

namespace Weir.Tests.Protocol.Http;

public class HttpMethodsTests
{
    [Theory]
    [InlineData(HttpMethod.Get, true)]
    [InlineData(HttpMethod.Head, true)]
    [InlineData(HttpMethod.Put, true)]
    [InlineData(HttpMethod.Delete, true)]
    [InlineData(HttpMethod.Options, true)]
    [InlineData(HttpMethod.Trace, true)]
    [InlineData(HttpMethod.Post, false)]
    [InlineData(HttpMethod.Patch, false)]
    [InlineData(HttpMethod.Connect, false)]
    [InlineData(HttpMethod.Other, false)]
    public void Idempotence_follows_RFC_9110(HttpMethod method, bool expected) =>
        HttpMethods.IsIdempotent(method).ShouldBe(expected);
}
