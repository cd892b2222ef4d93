// A promise about some bytes that the product broke.
namespace Weir.Fuzz.Targets;

public sealed class FuzzFailureException(string message) : Exception(message)
{
    public static void Expect(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new FuzzFailureException(otherwise);
        }
    }
}
