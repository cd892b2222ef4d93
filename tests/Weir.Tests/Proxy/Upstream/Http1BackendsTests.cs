// The backend sides of a worker: lent to a client, and to the next one when nothing is held any more.
using Shouldly;
using Weir.Proxy.Exchanges;
using Weir.Tests.Proxy.Exchanges;
using Xunit;

namespace Weir.Tests.Proxy.Upstream;

public sealed class Http1BackendsTests
{
    [Fact]
    public void A_new_one_belongs_to_its_client_and_holds_nothing()
    {
        var rig = new BackendRig();
        rig.Backend.Client.ShouldBe(rig.Client);
        rig.Backend.Exchange.ShouldBeNull();
        rig.Backend.HasConnection.ShouldBeFalse();
        rig.Backend.HasAttempt.ShouldBeFalse();
        rig.Backend.IsSending.ShouldBeFalse();
        rig.Backend.HasAnswered.ShouldBeFalse();
        rig.Backend.HasEnded.ShouldBeFalse();
        rig.Backend.IsClean.ShouldBeFalse();
        rig.Backend.LastActivityUs.ShouldBe(0);
        rig.Backend.ContentBytes.ShouldBe(0);
        rig.Backends.Services.ShouldBe(rig.Test.Services);
    }

    [Fact]
    public void One_that_came_back_is_nobodys_and_is_lent_again()
    {
        var rig = new BackendRig();
        rig.Backends.Return(rig.Backend);
        rig.Backend.Client.ShouldBeNull();
        var next = new FakeClientStream(rig.Blocks);
        rig.Backends.Rent(next).ShouldBe(rig.Backend);
        rig.Backend.Client.ShouldBe(next);
    }

    [Fact]
    public void While_it_is_lent_another_client_gets_another()
    {
        var rig = new BackendRig();
        rig.Backends.Rent(rig.Client).ShouldNotBe(rig.Backend);
    }

    [Fact]
    public void All_share_the_head_that_was_read_last()
    {
        var rig = new BackendRig();
        rig.Backend.Head.ShouldBe(rig.Backends.Head);
        rig.Backends.Rent(rig.Client).Head.ShouldBe(rig.Backends.Head);
    }

    [Fact]
    public void In_an_attempt_it_cannot_come_back()
    {
        BackendRig rig = new BackendRig().Sent("GET");
        Should
            .Throw<InvalidOperationException>(() => rig.Backends.Return(rig.Backend))
            .Message.ShouldBe("a backend's side was given back in an attempt");
        rig.Backends.Rent(rig.Client).ShouldNotBe(rig.Backend);
    }

    [Fact]
    public void With_a_place_on_a_backend_it_cannot_come_back()
    {
        BackendRig rig = new BackendRig().Ask();
        Should
            .Throw<InvalidOperationException>(() => rig.Backends.Return(rig.Backend))
            .Message.ShouldBe("a claim was given back that still holds a backend");
    }

    [Fact]
    public void After_an_exchange_it_comes_back_as_new()
    {
        BackendRig rig = new BackendRig().Sent("GET");
        rig.Receive("HTTP/1.1 103 Hints\r\n\r\n").Taken();
        rig.Receive("HTTP/1.1 200 OK\r\n\r\nabc").Taken().End();
        rig.Exchange.At.ShouldBe(ExchangeStep.Ended);
        rig.Backend.ContentBytes.ShouldBe(3);
        rig.Backend.HasEnded.ShouldBeTrue();
        rig.Backend.HasAnswered.ShouldBeTrue();
        rig.Next();
        rig.Backends.Return(rig.Backend);
        rig.Backend.ContentBytes.ShouldBe(0);
        rig.Backend.HasEnded.ShouldBeFalse();
        rig.Backend.HasAnswered.ShouldBeFalse();
        rig.Backend.Problem.ShouldBeNull();
        rig.Backend.Claim.LastBackend.ShouldBeNull();
        rig.Backend.Exchange.ShouldBeNull();
    }
}
