// Which engine the configuration and the kernel choose together.
using Shouldly;
using Weir.Composition;
using Weir.Configuration.Process;
using Weir.Linux.Uring;
using Xunit;

namespace Weir.Tests.Composition;

public sealed class ReactorEngineTests
{
    private static readonly UringSupport s_full = new(WhyNot: null, HasMultishot: true);
    private static readonly UringSupport s_old = new(WhyNot: null, HasMultishot: false);
    private static readonly UringSupport s_none = new(WhyNot: "it is forbidden", false);

    [Fact]
    public void Auto_takes_io_uring_where_it_is_whole()
    {
        Choose(EngineChoice.Auto, s_full).Name.ShouldBe("io_uring");
    }

    [Fact]
    public void Auto_falls_back_to_epoll_and_says_why()
    {
        ReactorEngine forbidden = Choose(EngineChoice.Auto, s_none);
        ReactorEngine old = Choose(EngineChoice.Auto, s_old);

        (forbidden.Name, old.Name).ShouldBe(("epoll", "epoll"));
        forbidden.Reason.ShouldContain("it is forbidden");
        old.Reason.ShouldContain("Linux 6.0");
    }

    [Fact]
    public void An_engine_asked_for_by_name_is_taken()
    {
        Choose(EngineChoice.Epoll, s_full).Name.ShouldBe("epoll");
        Choose(EngineChoice.IoUring, s_old).Name.ShouldBe("io_uring");
        Choose(EngineChoice.IoUring, s_full).Reason.ShouldBe("configured");
    }

    [Fact]
    public void Io_uring_by_name_where_it_cannot_be_had_is_a_problem_with_its_remedy()
    {
        ReactorEngine.Choose(EngineChoice.IoUring, s_none, out string? problem).ShouldBeNull();

        problem.ShouldBe(
            "reactor.engine: io_uring cannot be used: it is forbidden; or set reactor.engine to auto or epoll"
        );
    }

    private static ReactorEngine Choose(EngineChoice choice, UringSupport support)
    {
        ReactorEngine? engine = ReactorEngine.Choose(choice, support, out string? problem);
        problem.ShouldBeNull();
        return engine.ShouldNotBeNull();
    }
}
