// The namespaces for network and mounts that scripts/faults.sh has made for this run: what is done there goes away with them.
namespace Weir.Faults.Tools;

public static class Namespaces
{
    /// <summary>Skips a test that would otherwise change the machine itself.</summary>
    public static void Need() =>
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("WEIR_FAULTS_NAMESPACE") == "own",
            "needs namespaces of its own: make faults"
        );
}
